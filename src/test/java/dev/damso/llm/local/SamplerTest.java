package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SamplerTest {
  private static final float[] LOGITS = {0, 5, 4.9f, -9, 4.8f};

  private static Set<Integer> chosen(double temperature, int topK) {
    Sampler sampler = new Sampler(temperature, topK, RandomGenerator.of("L64X128MixRandom"));
    Set<Integer> tokens = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      tokens.add(sampler.choose(LOGITS));
    }
    return tokens;
  }

  @Test
  void withoutTemperatureTheLikeliest() {
    assertThat(chosen(0, 40)).containsExactly(1);
    assertThat(chosen(1, 1)).containsExactly(1);
  }

  @Test
  void withItAlsoOthersButNotTheUnlikely() {
    assertThat(chosen(0.7, 40)).containsExactly(1, 2, 4);
    assertThat(chosen(0.7, 2)).containsExactly(1, 2);
  }

  @Test
  void aLowOneKeepsToTheLikeliest() {
    assertThat(chosen(0.001, 40)).containsExactly(1);
  }
}
