package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.damso.media.UserFacingException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build without the plug-in. */
final class TorchScriptTest {
  private static final ClassLoader BARE = ClassLoader.getPlatformClassLoader();

  @Test
  void withoutThePlugInALineSaysWhatToSet() {
    assertThatThrownBy(() -> TorchScript.requirePlugIn(Path.of("ann", "model.pt"), BARE))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("DAMSO_TORCHSCRIPT=1")
        .hasMessageStartingWith("ann/model.pt")
        .message()
        .hasLineCount(1);
  }

  @Test
  void onnxNeedsNone() {
    assertThatCode(() -> TorchScript.requirePlugIn(Path.of("model.onnx"), BARE))
        .doesNotThrowAnyException();
  }

  @Test
  void anAvatarSaysItBeforeAnythingIsRead(@TempDir Path folder) throws Exception {
    assumeFalse(
        TorchScript.isPluggedIn(TorchScript.class.getClassLoader()), "the plug-in is there");
    TorchScriptBundle.write(folder, "crop.pt");
    assertThatThrownBy(() -> NeuralAvatar.load(folder.toString(), 640, 480, "cpu", notice -> {}))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("DAMSO_TORCHSCRIPT=1");
    assertThatThrownBy(() -> LipBench.ofAvatar(folder.toString(), "cpu"))
        .hasMessageContaining("DAMSO_TORCHSCRIPT=1");
    assertThat(NeuralAvatar.describe(folder.toString())).isPresent();
  }

  @Test
  void noAvatarIsBuiltAroundIt() {
    assertThatThrownBy(() -> FilmAvatar.with(Path.of("ann.pt"), null, null))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("ann.pt is TorchScript");
  }
}
