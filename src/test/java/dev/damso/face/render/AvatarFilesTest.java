package dev.damso.face.render;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are none, and bundles that are damaged. */
final class AvatarFilesTest {
  private static final String[] FILES = {
    "avatar.json",
    "mesh.bin",
    "skin.jpg",
    "skin_spec.png",
    "eye.jpg",
    "eye_glint.png",
    "hair.png",
    "lash.png",
    "brow.png",
    "teeth.png",
    "cloth.jpg"
  };

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String file : FILES) {
      try (InputStream in = AvatarBundle.class.getResourceAsStream("/avatars/mina/" + file)) {
        Files.copy(java.util.Objects.requireNonNull(in, file), folder.resolve(file));
      }
    }
  }

  private void edit(String from, String to) throws IOException {
    Path json = folder.resolve("avatar.json");
    String text = Files.readString(json);
    org.assertj.core.api.Assertions.assertThat(text).contains(from);
    Files.writeString(json, text.replace(from, to));
  }

  private void isSaidToBeDamaged() {
    assertThatThrownBy(() -> AvatarBundle.load(folder.toString()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("is damaged")
        .hasMessageNotContaining("null")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aFolderIsAnAvatar() {
    AvatarBundle.load(folder.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "",
        "../mina",
        "mina/../joon",
        "/etc",
        "a/b",
        "mina\\u0000",
        "MINA",
        "."
      })
  void aNameThatIsNoneIsSaidWithThoseThatAre(String name) {
    assertThatThrownBy(() -> AvatarBundle.load(name))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no avatar")
        .hasMessageContaining("mina, joon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "../studio", "/etc/passwd", "pom.xml", ""})
  void aBackdropThatIsNoneIsSaid(String name) {
    assertThatThrownBy(() -> Backdrop.load(name))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("backdrop");
  }

  @Test
  void aFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("hair.png"));
    isSaidToBeDamaged();
  }

  @Test
  void aMeshThatIsCutShort() throws IOException {
    byte[] mesh = Files.readAllBytes(folder.resolve("mesh.bin"));
    Files.write(folder.resolve("mesh.bin"), java.util.Arrays.copyOf(mesh, mesh.length / 2));
    isSaidToBeDamaged();
  }

  @Test
  void aTextureThatIsNone() throws IOException {
    Files.writeString(folder.resolve("skin.jpg"), "not a picture");
    isSaidToBeDamaged();
  }

  @Test
  void textThatIsNoJson() throws IOException {
    Files.writeString(folder.resolve("avatar.json"), "{");
    isSaidToBeDamaged();
  }

  @Test
  void fieldsThatLie() throws IOException {
    edit("\"version\": 1", "\"version\": 7");
    isSaidToBeDamaged();
  }

  @Test
  void aTextureOutsideTheFolder() throws IOException {
    edit("\"hair.png\"", "\"../hair.png\"");
    isSaidToBeDamaged();
  }

  @Test
  void aMaterialThatDoesNotExist() throws IOException {
    edit("\"material\": \"skin\"", "\"material\": \"gold\"");
    isSaidToBeDamaged();
  }

  @Test
  void aShapeThatIsMissing() throws IOException {
    edit("\"jawOpen\"", "\"jawShut\"");
    isSaidToBeDamaged();
  }
}
