package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Consumer;

/** Gives each language its voice. */
public final class RoutingTextToSpeech implements TextToSpeech {
  private final Map<String, TextToSpeech> byLanguage;
  private final TextToSpeech fallback;

  /**
   * @param fallback for languages without a voice; closed with the others
   */
  public RoutingTextToSpeech(Map<String, TextToSpeech> byLanguage, TextToSpeech fallback) {
    this.byLanguage = Map.copyOf(byLanguage);
    this.fallback = fallback;
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    byLanguage.getOrDefault(utterance.language(), fallback).speak(utterance, onChunk, cancellation);
  }

  @Override
  public String name() {
    StringBuilder names = new StringBuilder();
    byLanguage.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry ->
            names
                .append(names.isEmpty() ? "" : ", ")
                .append(entry.getKey())
                .append(": ")
                .append(entry.getValue().name()));
    return names.toString();
  }

  @Override
  public void close() {
    HashSet<TextToSpeech> voices = new HashSet<>(byLanguage.values());
    voices.add(fallback);
    voices.forEach(TextToSpeech::close);
  }
}
