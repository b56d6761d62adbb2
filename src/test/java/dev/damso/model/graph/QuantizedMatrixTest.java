package dev.damso.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuantizedMatrixTest {
  @Test
  void isWithinHalfAStepOfEveryWeight() {
    int outputs = 7;
    int inputs = 33;
    float[] weights = new float[outputs * inputs];
    Random random = new Random(1);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() * (1 + i / inputs);
    }
    QuantizedMatrix q = QuantizedMatrix.of(weights, outputs, inputs);
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        float restored = q.values()[i * outputs + o] * q.scales()[o];
        assertThat(restored).isCloseTo(weights[o * inputs + i], within(q.scales()[o] * 0.501f));
      }
    }
  }

  @Test
  void keepsAColumnOfZeros() {
    QuantizedMatrix q = QuantizedMatrix.of(new float[3], 1, 3);
    assertThat(q.values()).containsOnly(0);
    assertThat(q.scales()).containsExactly(1f);
  }
}
