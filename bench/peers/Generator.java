import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers for a voice agent under test: speak WAV files in real time over TCP, 20 ms at a time, and listen.
 *
 * <p>To the subject: 640 bytes each 20 ms (16 kHz, 16 bit, little endian). From it: an int with the sample
 * rate, then messages of an int length and as many bytes of sound; length 0 empties the caller's loudspeaker.
 * What comes early waits there, as it would in a device.
 *
 * <p>java Generator.java MODE PORT PORTS SESSIONS TURNS FOLDER, where MODE is turns, barge, hold or churn.
 * Session i talks to port PORT + i % PORTS. One JSON object on standard output.
 */
public class Generator {
  static final long TICK = 20_000_000;
  static final int BLOCK = 640;
  static final long PATIENCE = 10_000_000_000L;
  static final int LOUD = 104; // -50 dBFS

  record Utterance(String name, byte[] pcm, double startMs, double endMs, double vadEndMs) {}

  public static void main(String[] args) throws Exception {
    String mode = args[0];
    int port = Integer.parseInt(args[1]);
    int ports = Integer.parseInt(args[2]);
    int sessions = Integer.parseInt(args[3]);
    int turns = Integer.parseInt(args[4]);
    List<Utterance> utterances = read(Path.of(args[5]));
    if (mode.equals("churn")) {
      churn(port, ports, sessions, utterances);
      return;
    }
    List<Session> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      Session session = new Session(mode, port + i % ports, turns, utterances, i, sessions);
      all.add(session);
      threads.add(Thread.ofPlatform().name("caller-" + i).start(session));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    print(all);
  }

  /** Conversations one after the other, ten at a time, 600 ms each. */
  static void churn(int port, int ports, int count, List<Utterance> utterances) throws Exception {
    int at = 0;
    while (at < count) {
      List<Thread> batch = new ArrayList<>();
      for (int i = 0; i < 10 && at < count; i++, at++) {
        int number = at;
        batch.add(
            Thread.ofPlatform()
                .start(
                    new Session("short", port + number % ports, 1, utterances, number % 10, 10)));
      }
      for (Thread thread : batch) {
        thread.join();
      }
    }
    System.out.println("{\"sessions\": " + count + "}");
  }

  static List<Utterance> read(Path folder) throws IOException {
    List<Utterance> utterances = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("chosen.tsv"))) {
      String[] c = line.split("\t");
      byte[] wav = Files.readAllBytes(folder.resolve(c[0]));
      utterances.add(
          new Utterance(
              c[0],
              Arrays.copyOfRange(wav, 44, wav.length),
              Double.parseDouble(c[1]),
              Double.parseDouble(c[2]),
              Double.parseDouble(c[3])));
    }
    return utterances;
  }

  static class Session implements Runnable {
    final String mode;
    final int port;
    final int turns;
    final List<Utterance> utterances;
    final int number;
    final int sessions;
    final List<Double> latency = new ArrayList<>();
    final List<Double> fromVad = new ArrayList<>();
    final List<Double> stops = new ArrayList<>();
    final List<Double> late = new ArrayList<>();
    int unanswered;
    int early;
    String failure = "";

    // The loudspeaker: guarded by this.
    int rate;
    long busyUntil;
    long silentFrom;
    long listenFrom = Long.MAX_VALUE;
    long heard;
    long streamStart;
    long streamSamples;
    boolean over;
    long due;

    Session(
        String mode, int port, int turns, List<Utterance> utterances, int number, int sessions) {
      this.mode = mode;
      this.port = port;
      this.turns = turns;
      this.utterances = utterances;
      this.number = number;
      this.sessions = sessions;
    }

    @Override
    public void run() {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setTcpNoDelay(true);
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BLOCK));
        Thread reader = Thread.ofPlatform().daemon().start(() -> listen(socket));
        due = System.nanoTime() + number * TICK / Math.max(1, sessions);
        talk(out);
        socket.close();
        reader.join();
      } catch (IOException | InterruptedException e) {
        failure = e.toString();
      }
    }

    void talk(DataOutputStream out) throws IOException {
      if (mode.equals("short")) {
        silence(out, 600);
        return;
      }
      silence(out, 1500 + 130 * number);
      if (mode.equals("hold")) {
        silence(out, 1000 * turns);
        return;
      }
      for (int i = 0; i <= turns; i++) {
        Utterance utterance = utterances.get((i + number * 7) % utterances.size());
        boolean first = i == 0; // not counted
        long answered = ask(out, utterance, first);
        if (answered == 0) {
          continue;
        }
        if (mode.equals("barge")) {
          interrupt(out, utterances.get((i + 1 + number * 7) % utterances.size()), answered, first);
        } else {
          // To the end of the answer, and a pause.
          while (silentFrom() > System.nanoTime() - 700_000_000) {
            silence(out, 20);
          }
        }
      }
    }

    /** When the answer was heard, or 0. */
    long ask(DataOutputStream out, Utterance utterance, boolean first) throws IOException {
      long begin = due;
      long spoken = begin + nanos(utterance.endMs());
      boolean talkedOver = false;
      synchronized (this) {
        listenFrom = begin + nanos(utterance.startMs());
        heard = 0;
      }
      for (int block = 0; ; block++) {
        send(out, utterance, block);
        long at = heard();
        if (at != 0 && at < spoken) {
          talkedOver = true; // the subject took a pause for the end
          synchronized (this) {
            listenFrom = spoken;
            heard = 0;
          }
        } else if (at != 0) {
          break;
        }
        if (System.nanoTime() > spoken + PATIENCE) {
          unanswered += first ? 0 : 1;
          return 0;
        }
      }
      long at = heard();
      if (talkedOver) {
        early++;
      } else if (!first) {
        latency.add((at - spoken) / 1e6);
        fromVad.add((at - begin) / 1e6 - utterance.vadEndMs());
      }
      return at;
    }

    /** Speaks one second into the answer; takes the time until the loudspeaker is silent. */
    void interrupt(DataOutputStream out, Utterance utterance, long answered, boolean first)
        throws IOException {
      while (System.nanoTime() < answered + 1_000_000_000) {
        silence(out, 20);
      }
      long speaking = due + nanos(utterance.startMs());
      boolean sounding = true;
      long stopped = 0;
      int blocks = (int) Math.ceil(utterance.endMs() / 20);
      for (int block = 0; block < blocks; block++) {
        send(out, utterance, block);
        if (sounding && silentFrom() < System.nanoTime() - 60_000_000) {
          sounding = false;
          stopped = silentFrom();
        }
      }
      if (!first && stopped > speaking) {
        stops.add((stopped - speaking) / 1e6);
      }
      // What it answers to that is not of interest: let it speak, then be silent.
      silence(out, 2_500);
      while (silentFrom() > System.nanoTime() - 700_000_000) {
        silence(out, 20);
      }
    }

    void silence(DataOutputStream out, int ms) throws IOException {
      for (int i = 0; i < ms / 20; i++) {
        block(out, new byte[BLOCK], 0);
      }
    }

    /** The block, past the end the file's last second (room noise) back and forth. */
    void send(DataOutputStream out, Utterance utterance, int block) throws IOException {
      byte[] pcm = utterance.pcm();
      int from = block * BLOCK;
      if (from + BLOCK <= pcm.length) {
        block(out, pcm, from);
      } else {
        int room = 32_000 / BLOCK;
        int past = (block - pcm.length / BLOCK) % (2 * room);
        int back = past < room ? past : 2 * room - 1 - past;
        block(out, pcm, pcm.length - (back + 1) * BLOCK);
      }
    }

    void block(DataOutputStream out, byte[] pcm, int from) throws IOException {
      due += TICK;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      out.write(pcm, from, BLOCK);
      out.flush();
    }

    void listen(Socket socket) {
      try {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        rate = Integer.reverseBytes(in.readInt());
        while (true) {
          int length = Integer.reverseBytes(in.readInt());
          byte[] sound = in.readNBytes(length);
          if (sound.length < length) {
            return;
          }
          hear(sound, System.nanoTime());
        }
      } catch (EOFException e) {
        // It is over.
      } catch (IOException e) {
        // It is over, too.
      }
    }

    synchronized void hear(byte[] sound, long now) {
      if (sound.length == 0) {
        busyUntil = Math.min(busyUntil, now);
        silentFrom = Math.min(silentFrom, now);
        return;
      }
      ByteBuffer pcm = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
      int samples = sound.length / 2;
      double nanosASample = 1e9 / rate;
      if (now > busyUntil + 300_000_000) { // a new stream
        streamStart = now;
        streamSamples = 0;
      } else {
        late.add(Math.max(0, (now - streamStart - streamSamples * nanosASample) / 1e6));
      }
      streamSamples += samples;
      long start = Math.max(now, busyUntil);
      busyUntil = start + (long) (samples * nanosASample);
      for (int i = 0; i < samples; i++) {
        if (Math.abs(pcm.getShort(2 * i)) > LOUD) {
          long at = start + (long) (i * nanosASample);
          silentFrom = at;
          if (heard == 0 && at >= listenFrom) {
            heard = at;
          }
        }
      }
    }

    synchronized long heard() {
      return heard;
    }

    /** When the last sound ends or ended. */
    synchronized long silentFrom() {
      return silentFrom;
    }
  }

  static long nanos(double ms) {
    return (long) (ms * 1e6);
  }

  static void print(List<Session> all) {
    StringBuilder out = new StringBuilder("{");
    field(out, "latency", all.stream().flatMap(s -> s.latency.stream()).toList());
    field(out, "from_vad", all.stream().flatMap(s -> s.fromVad.stream()).toList());
    field(out, "stop", all.stream().flatMap(s -> s.stops.stream()).toList());
    field(out, "late", percentiles(all.stream().flatMap(s -> s.late.stream()).toList()));
    out.append("\"unanswered\": ").append(all.stream().mapToInt(s -> s.unanswered).sum());
    out.append(", \"early\": ").append(all.stream().mapToInt(s -> s.early).sum());
    out.append(", \"failed\": ")
        .append(all.stream().filter(s -> !s.failure.isEmpty()).count())
        .append('}');
    System.out.println(out);
  }

  /** p50, p95, p99. */
  static List<Double> percentiles(List<Double> values) {
    if (values.isEmpty()) {
      return List.of();
    }
    double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
    return List.of(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
  }

  static double rank(double[] sorted, int percent) {
    return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
  }

  static void field(StringBuilder out, String name, List<Double> values) {
    out.append('"').append(name).append("\": [");
    for (int i = 0; i < values.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.2f", values.get(i)));
    }
    out.append("], ");
  }
}
