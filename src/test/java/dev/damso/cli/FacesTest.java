package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.config.ConfigLoader;
import dev.damso.face.photo.OwnAvatars;
import dev.damso.face.render.AvatarBundle;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FacesTest {
  @TempDir private Path root = Path.of("");

  @Test
  void loadsAnAvatarOnceAndAnewWhenAnotherWasMadeOfItsName() throws Exception {
    OwnAvatars own = new OwnAvatars(root);
    Faces faces = new Faces(ConfigLoader.load(Optional.empty(), Map.of()).face(), own);

    copy("mina", root.resolve("twin"));
    AvatarBundle first = faces.rig("twin");
    assertThat(faces.rig("twin")).isSameAs(first);
    own.remove("twin");
    assertThatThrownBy(() -> faces.rig("twin")).isInstanceOf(UserFacingException.class);
    copy("joon", root.resolve("twin"));
    assertThat(faces.rig("twin").about()).isEqualTo(AvatarBundle.load("joon").about());
  }

  private static void copy(String builtIn, Path to) throws IOException, URISyntaxException {
    Path from =
        Path.of(Objects.requireNonNull(FacesTest.class.getResource("/avatars/" + builtIn)).toURI());
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
