package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Remembers what was said lately: the last {@value #PHRASES} phrases of at most {@value #LONGEST}
 * characters, {@value #BYTES} bytes of sound at most; the least recently said goes first. Thread
 * safe.
 */
public final class PhraseCache implements TextToSpeech {
  private static final int PHRASES = 1000;
  private static final int LONGEST = 80;
  private static final long BYTES = 128L << 20;

  private final TextToSpeech voice;
  private final LinkedHashMap<Key, List<SpeechChunk>> phrases =
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Key(String text, String language, double speed) {}

  public PhraseCache(TextToSpeech voice) {
    this.voice = voice;
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    Key key = new Key(utterance.text().strip(), utterance.language(), utterance.speed());
    List<SpeechChunk> known = find(key);
    if (known != null) {
      known.forEach(chunk -> onChunk.accept(withReply(chunk, utterance)));
      return;
    }
    List<SpeechChunk> made = new ArrayList<>();
    voice.speak(
        utterance,
        chunk -> {
          made.add(chunk);
          onChunk.accept(chunk);
        },
        cancellation);
    if (!cancellation.isCancelled() && key.text().length() <= LONGEST) {
      keep(key, List.copyOf(made));
    }
  }

  private synchronized @org.jspecify.annotations.Nullable List<SpeechChunk> find(Key key) {
    return phrases.get(key);
  }

  private synchronized void keep(Key key, List<SpeechChunk> chunks) {
    List<SpeechChunk> old = phrases.put(key, chunks);
    bytes += size(chunks) - (old == null ? 0 : size(old));
    var oldest = phrases.entrySet().iterator();
    while ((phrases.size() > PHRASES || bytes > BYTES) && oldest.hasNext()) {
      Map.Entry<Key, List<SpeechChunk>> entry = oldest.next();
      bytes -= size(entry.getValue());
      oldest.remove();
    }
  }

  private static long size(List<SpeechChunk> chunks) {
    return chunks.stream().mapToLong(chunk -> chunk.pcm().length * 2L).sum();
  }

  private static SpeechChunk withReply(SpeechChunk chunk, Utterance utterance) {
    return new SpeechChunk(
        utterance.reply(), chunk.pcm(), chunk.spokenText(), chunk.language(), chunk.phonemes());
  }

  @Override
  public String name() {
    return voice.name();
  }

  @Override
  public void close() {
    voice.close();
  }
}
