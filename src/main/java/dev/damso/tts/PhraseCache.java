package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what voices said lately: the last {@value #PHRASES} phrases of at most {@value
 * #LONGEST} characters, {@value #BYTES} bytes of sound at most; the least recently said goes first.
 * What was prepared is on the disk too, and there after a restart; what is said in conversations is
 * never written. Thread safe.
 */
public final class PhraseCache {
  static final int PHRASES = 1000;
  static final int LONGEST = 80;
  static final long BYTES = 128L << 20;

  private final Optional<PhraseFiles> files;
  private final LinkedHashMap<Phrase, List<SpeechChunk>> phrases =
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Of what is being prepared: whoever speaks goes first. */
  private volatile Cancellation preparing = Cancellation.none();

  public PhraseCache(Optional<PhraseFiles> files) {
    this.files = files;
  }

  /**
   * The same voice, with a memory.
   *
   * @param identity tells this voice from all others: engine, voice, pitch, hash of the model
   */
  public TextToSpeech over(TextToSpeech voice, String identity) {
    return new Remembering(voice, identity);
  }

  private final class Remembering implements TextToSpeech {
    private final TextToSpeech voice;
    private final String identity;

    Remembering(TextToSpeech voice, String identity) {
      this.voice = voice;
      this.identity = identity;
    }

    @Override
    public void speak(
        Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
      Phrase phrase = Phrase.of(identity, utterance);
      List<SpeechChunk> known = find(phrase);
      if (known != null) {
        known.forEach(chunk -> onChunk.accept(withReply(chunk, utterance)));
        return;
      }
      preparing.cancel();
      make(phrase, utterance, onChunk, cancellation);
    }

    @Override
    public boolean prepare(Utterance utterance, Cancellation cancellation) {
      Phrase phrase = Phrase.of(identity, utterance);
      if (find(phrase) != null) {
        return true;
      }
      Optional<List<SpeechChunk>> kept = files.flatMap(all -> all.find(phrase));
      if (kept.isPresent()) {
        keep(phrase, kept.get());
        return true;
      }
      Cancellation work = new Cancellation();
      cancellation.onCancel(work::cancel);
      preparing = work;
      List<SpeechChunk> made = make(phrase, utterance, _ -> {}, work);
      if (work.isCancelled()) {
        return false;
      }
      files.ifPresent(all -> all.save(phrase, made));
      return true;
    }

    private List<SpeechChunk> make(
        Phrase phrase,
        Utterance utterance,
        Consumer<SpeechChunk> onChunk,
        Cancellation cancellation) {
      List<SpeechChunk> made = new ArrayList<>();
      voice.speak(
          utterance,
          chunk -> {
            made.add(chunk);
            onChunk.accept(chunk);
          },
          cancellation);
      if (!cancellation.isCancelled() && phrase.text().length() <= LONGEST) {
        keep(phrase, List.copyOf(made));
      }
      return made;
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

  private synchronized @Nullable List<SpeechChunk> find(Phrase phrase) {
    return phrases.get(phrase);
  }

  private synchronized void keep(Phrase phrase, List<SpeechChunk> chunks) {
    List<SpeechChunk> old = phrases.put(phrase, chunks);
    bytes += size(chunks) - (old == null ? 0 : size(old));
    var oldest = phrases.entrySet().iterator();
    while ((phrases.size() > PHRASES || bytes > BYTES) && oldest.hasNext()) {
      Map.Entry<Phrase, List<SpeechChunk>> entry = oldest.next();
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
}
