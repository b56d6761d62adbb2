package dev.damso.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JitterBufferTest {
  private final JitterBuffer buffer = new JitterBuffer();

  private void push(int... sequences) {
    for (int sequence : sequences) {
      buffer.push(sequence, new byte[] {(byte) sequence});
    }
  }

  /** What the next polls give: the packets' numbers, or -1 where there is none. */
  private int[] poll(int n) {
    int[] got = new int[n];
    for (int i = 0; i < n; i++) {
      got[i] = buffer.poll().map(payload -> (int) payload[0]).orElse(-1);
    }
    return got;
  }

  @Test
  void startsWhenTwoAreThere() {
    push(1);
    assertThat(poll(1)).containsExactly(-1);
    push(2);
    assertThat(poll(2)).containsExactly(1, 2);
  }

  @Test
  void putsInOrderAndDropsTwins() {
    push(2, 1, 2, 3);
    assertThat(poll(3)).containsExactly(1, 2, 3);
    assertThat(buffer.dropped()).isEqualTo(1);
  }

  @Test
  void aGapIsOneEmptyPoll() {
    push(1, 2, 4, 5);
    assertThat(poll(5)).containsExactly(1, 2, -1, 4, 5);
    push(3);
    assertThat(buffer.dropped()).isEqualTo(1);
  }

  @Test
  void anEmptyBufferKeepsTheTurnOfALatePacket() {
    push(1, 2);
    assertThat(poll(3)).containsExactly(1, 2, -1);
    push(3);
    assertThat(poll(1)).containsExactly(3);
  }

  @Test
  void numbersWrap() {
    push(65_534, 65_535, 0, 1);
    assertThat(poll(4)).containsExactly(-2, -1, 0, 1);
  }

  @Test
  void aFastSenderLosesTheOldest() {
    push(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(poll(2)).containsExactly(3, 4);
    assertThat(buffer.dropped()).isEqualTo(2);
  }

  @Test
  void theDelayOfABurstIsWorkedOff() {
    for (int i = 0; i < 8; i++) {
      push(i);
    }
    int sequence = 8;
    for (int i = 0; i < 7 * JitterBuffer.WATCHED; i++) {
      push(sequence++ & 0xFFFF);
      buffer.poll();
    }
    // Of what is pushed now one or two are before it.
    int left = 0;
    while (buffer.poll().isPresent()) {
      left++;
    }
    assertThat(left).isBetween(1, 2);
    assertThat(buffer.dropped()).isEqualTo(8 - left);
  }

  @Test
  void jitterKeepsItsDelay() {
    push(0, 1, 2, 3);
    int sequence = 4;
    for (int i = 0; i < 200; i++) {
      // Packets come four at a time: all that wait are needed.
      if (i % 4 == 3) {
        push(sequence++ & 0xFFFF, sequence++ & 0xFFFF, sequence++ & 0xFFFF, sequence++ & 0xFFFF);
      }
      assertThat(buffer.poll()).as("poll %d", i).isPresent();
    }
    assertThat(buffer.dropped()).isEqualTo(1); // one was never needed
  }

  /** What waits after so many packets of a steady sender, each polled in its 20 ms. */
  private static int waitingAfter(int packets) {
    JitterBufferTest test = new JitterBufferTest();
    test.push(0);
    for (int i = 1; i <= packets; i++) {
      test.push(i & 0xFFFF);
      assertThat(test.buffer.poll()).isPresent();
    }
    int waiting = 0;
    while (test.buffer.poll().isPresent()) {
      waiting++;
    }
    return waiting;
  }

  @Test
  void whoIsSteadyIsNotHeldBack() {
    assertThat(waitingAfter(JitterBuffer.CALM * JitterBuffer.WATCHED - 2)).isEqualTo(1);
    assertThat(waitingAfter(JitterBuffer.CALM * JitterBuffer.WATCHED + 2)).isZero();
  }

  @Test
  void aTryThatFailedIsRepeatedLater() {
    push(0, 1);
    int sequence = 2;
    int tries = 0;
    for (int i = 0; i < 20 * JitterBuffer.CALM * JitterBuffer.WATCHED; i++) { // a minute
      int before = buffer.dropped();
      if (i % 50 != 49) { // each second one is 20 ms late
        push(sequence++ & 0xFFFF);
      }
      buffer.poll();
      if (i % 50 == 49) {
        push(sequence++ & 0xFFFF);
      }
      tries += buffer.dropped() - before;
    }
    assertThat(tries).isLessThanOrEqualTo(5);
  }

  @Test
  void aStoppedStreamStartsAnew() {
    push(1, 2);
    poll(12);
    push(900, 901);
    assertThat(poll(1)).containsExactly((byte) 900);
  }
}
