package dev.damso.tts.supertonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupertonicTextTest {
  @TempDir private Path folder;
  private Path indexer = Path.of("");

  @BeforeEach
  void write() throws IOException {
    indexer = GeneratedSupertonic.write(folder).resolve("onnx/unicode_indexer.json");
  }

  /** What the model reads, composed; the generated numbers are the code points. */
  private String read(String words, String language) {
    long[] encoded = SupertonicText.read(indexer).encode(words, language);
    StringBuilder text = new StringBuilder();
    LongStream.of(encoded).forEach(c -> text.appendCodePoint((int) c));
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "좋아요. | ko | <ko>좋아요.</ko>",
        "좋아요 | ko | <ko>좋아요.</ko>",
        "Well, it's “fine” – really! | en | <en>Well, it's \"fine\" - really!</en>",
        "네 , [그래요] ? | ko | <ko>네, 그래요?</ko>",
        "Wait… | en | <en>Wait...</en>",
        "Dia duit | ga | <na>Dia duit.</na>",
        "Gruss\t an alle | de | <de>Gruss an alle.</de>",
        "Ⅳ １２ ﬁne | en | <en>IV 12 fine.</en>",
        "좋아요😀♥ | ko | <ko>좋아요.</ko>",
        "네\ud83d 좋아 | ko | <ko>네 좋아.</ko>",
      })
  void isNormalisedAndTagged(String words, String language, String expected) {
    assertThat(read(words, language)).isEqualTo(expected);
  }

  @Test
  void hangulIsDecomposed() {
    assertThat(SupertonicText.read(indexer).encode("각", "ko"))
        .containsExactly('<', 'k', 'o', '>', 0x1100, 0x1161, 0x11a8, '.', '<', '/', 'k', 'o', '>');
  }

  @Test
  void whatCannotBeSaidIsNothing() {
    for (String silent : new String[] {"", " ", "…!?", "😀😀", "\ud800", "ᚠᚢᚦ", "\ue000"}) {
      assertThat(SupertonicText.read(indexer).encode(silent, "ko")).as(silent).isEmpty();
    }
  }

  @Test
  void theIndexIsChecked() throws IOException {
    for (String wrong : new String[] {"{}", "[1, \"a\"]", "[1, 2, 3]", "[1.5]", "[]"}) {
      Files.writeString(indexer, wrong);
      assertThatThrownBy(() -> SupertonicText.read(indexer))
          .as(wrong)
          .isInstanceOf(UserFacingException.class)
          .hasMessageContaining("unicode_indexer.json is not Supertonic's");
    }
    Files.delete(indexer);
    assertThatThrownBy(() -> SupertonicText.read(indexer))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("cannot read");
  }
}
