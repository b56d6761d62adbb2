package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpeechBufferTest {
  private final SpeechBuffer buffer = new SpeechBuffer(4);

  @Test
  void keepsTheNewestSamples() {
    buffer.write(new float[] {1, 2, 3, 4, 5, 6});
    assertThat(buffer.slice(0, 6)).containsExactly(3, 4, 5, 6);
    assertThat(buffer.slice(3, 5)).containsExactly(4, 5);
  }

  @Test
  void aSliceOfWhatIsNotThereIsEmpty() {
    assertThat(buffer.slice(-3, 9)).isEmpty();
    buffer.write(new float[] {1});
    assertThat(buffer.slice(-3, 9)).containsExactly(1);
    assertThat(buffer.slice(1, 9)).isEmpty();
  }
}
