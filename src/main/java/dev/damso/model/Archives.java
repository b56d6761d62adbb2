package dev.damso.model;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks wheels (zip) and source archives (tar.gz). An entry whose name leaves the folder fails
 * the whole archive; links and special files are left out.
 */
final class Archives {
  private static final int BLOCK = 512; // POSIX.1-1988 ustar

  private Archives() {}

  static void unpack(Path archive, Path into) throws IOException {
    String name = String.valueOf(archive.getFileName());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      if (name.endsWith(".whl") || name.endsWith(".zip")) {
        unzip(in, into);
      } else if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
        untar(new BufferedInputStream(new GZIPInputStream(in), 1 << 16), into);
      } else {
        throw new IOException("unknown kind of archive: " + name);
      }
    }
  }

  private static void unzip(InputStream in, Path into) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        write(zip, Long.MAX_VALUE, inside(into, entry.getName()));
      }
    }
  }

  private static void untar(InputStream in, Path into) throws IOException {
    String longName = "";
    for (byte[] header = in.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = in.readNBytes(BLOCK)) {
      long size = octal(header, 124, 12);
      long padding = (BLOCK - size % BLOCK) % BLOCK;
      char type = (char) header[156];
      if (type == 'L') { // GNU: the next entry's name
        longName = text(in.readNBytes(Math.toIntExact(size)), 0, Math.toIntExact(size));
      } else if (type == '0' || type == 0) {
        write(in, size, inside(into, longName.isEmpty() ? name(header) : longName));
        longName = "";
      } else {
        in.skipNBytes(size);
        longName = "";
      }
      in.skipNBytes(padding);
    }
  }

  private static String name(byte[] header) {
    String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) throws IOException {
    String digits = text(header, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("a broken tar header", e);
    }
  }

  /** The entry's path, or an error where it is absolute or climbs out. */
  static Path inside(Path into, String name) throws IOException {
    Path root = into.toAbsolutePath().normalize();
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IOException("an entry leaves the archive's folder: " + name);
    }
    return file;
  }

  private static void write(InputStream in, long limit, Path file) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (var out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long left = limit;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          break;
        }
        out.write(buffer, 0, n);
        left -= n;
      }
      if (limit != Long.MAX_VALUE && left > 0) {
        throw new EOFException("the archive ends within " + file.getFileName());
      }
    }
  }
}
