package dev.damso.llm.knowledge;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Vectors of some passages by some model, kept for the next start: {@code float[passages][width]},
 * big-endian. Its name tells what they were made from. A file that cannot be read is none.
 */
final class VectorFile {
  private static final Logger LOG = System.getLogger(VectorFile.class.getName());

  private final Path file;

  VectorFile(Path folder, String model, List<String> passages) {
    this.file = folder.resolve(digest(model, passages) + ".f32");
  }

  private static String digest(String model, List<String> passages) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(model.getBytes(StandardCharsets.UTF_8));
      for (String passage : passages) {
        sha.update((byte) 0);
        sha.update(passage.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has SHA-256.
    }
  }

  Optional<float[][]> read(int passages) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      FloatBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).asFloatBuffer();
      if (passages == 0 || all.remaining() == 0 || all.remaining() % passages != 0) {
        return Optional.empty();
      }
      float[][] vectors = new float[passages][all.remaining() / passages];
      for (float[] vector : vectors) {
        all.get(vector);
      }
      return Optional.of(vectors);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whole or not at all; a failure costs the next start some time. */
  void write(float[][] vectors) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(vectors.length * vectors[0].length * Float.BYTES);
      for (float[] vector : vectors) {
        bytes.asFloatBuffer().put(vector);
        bytes.position(bytes.position() + vector.length * Float.BYTES);
      }
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "vectors", ".part");
      Files.write(part, bytes.array());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the vectors of llm.knowledge are not kept", e);
    }
  }
}
