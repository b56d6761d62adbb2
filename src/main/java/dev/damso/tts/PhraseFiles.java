package dev.damso.tts;

import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Phrases on the disk, a file each: {@code magic, phrase, chunks, CRC-32}, big endian. A file that
 * is not as it was written counts for nothing. At most {@value #MOST} of them, those not used for
 * longest go. Thread safe, also between processes: files come by one move.
 */
public final class PhraseFiles {
  private static final Logger LOG = System.getLogger(PhraseFiles.class.getName());
  private static final int MAGIC = 0x44_50_48_31;
  private static final int MOST = 200;
  private static final int MOST_BYTES = 4 << 20;
  private static final String ENDING = ".phrase";

  private final Path folder;
  private final String build;

  /**
   * @param folder made when the first phrase is kept
   * @param build what made the sound: another build may pronounce otherwise
   */
  public PhraseFiles(Path folder, String build) {
    this.folder = folder;
    this.build = build;
  }

  /** As it was saved, for no reply. */
  Optional<List<SpeechChunk>> find(Phrase phrase) {
    Path file = file(phrase);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      Optional<List<SpeechChunk>> chunks = decode(Files.readAllBytes(file), phrase);
      if (chunks.isPresent()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
      }
      return chunks;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot read " + file, e);
      return Optional.empty();
    }
  }

  void save(Phrase phrase, List<SpeechChunk> chunks) {
    try {
      byte[] bytes = encode(phrase, chunks);
      if (bytes.length > MOST_BYTES) {
        return;
      }
      Files.createDirectories(folder);
      Path partial = Files.createTempFile(folder, "phrase", ".part");
      try {
        Files.write(partial, bytes);
        Files.move(partial, file(phrase), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
      prune();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot keep a phrase in " + folder, e);
    }
  }

  private void prune() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(ENDING)).toList();
      if (files.size() > MOST) {
        List<Path> oldest =
            files.stream().sorted(Comparator.comparing(PhraseFiles::modified)).toList();
        for (Path file : oldest.subList(0, files.size() - MOST)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private Path file(Phrase phrase) {
    String all =
        String.join(
            "\0",
            build,
            phrase.voice(),
            phrase.language(),
            String.valueOf(phrase.speed()),
            phrase.text());
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(all.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ENDING);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] encode(Phrase phrase, List<SpeechChunk> chunks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeUTF(phrase.text());
    out.writeInt(chunks.size());
    for (SpeechChunk chunk : chunks) {
      out.writeUTF(chunk.spokenText());
      out.writeUTF(chunk.language());
      out.writeInt(chunk.phonemes().size());
      for (Phoneme phoneme : chunk.phonemes()) {
        out.writeUTF(phoneme.symbol());
        out.writeDouble(phoneme.startMs());
        out.writeDouble(phoneme.endMs());
      }
      ByteBuffer pcm = ByteBuffer.allocate(2 * chunk.pcm().length);
      pcm.asShortBuffer().put(chunk.pcm());
      out.writeInt(chunk.pcm().length);
      out.write(pcm.array());
    }
    out.writeLong(crc(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  private static Optional<List<SpeechChunk>> decode(byte[] bytes, Phrase phrase)
      throws IOException {
    int length = bytes.length - Long.BYTES;
    if (length < 0 || ByteBuffer.wrap(bytes).getLong(length) != crc(bytes, length)) {
      return Optional.empty();
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    if (in.readInt() != MAGIC || !in.readUTF().equals(phrase.text())) {
      return Optional.empty();
    }
    List<SpeechChunk> chunks = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String text = in.readUTF();
      String language = in.readUTF();
      List<Phoneme> phonemes = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        phonemes.add(new Phoneme(in.readUTF(), in.readDouble(), in.readDouble()));
      }
      short[] pcm = new short[Math.clamp(in.readInt(), 0, in.available() / 2)];
      ByteBuffer.wrap(in.readNBytes(2 * pcm.length)).asShortBuffer().get(pcm);
      chunks.add(new SpeechChunk(ReplyId.NONE, pcm, text, language, List.copyOf(phonemes)));
    }
    return Optional.of(List.copyOf(chunks));
  }

  private static long crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
