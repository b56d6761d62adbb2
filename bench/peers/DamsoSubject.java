import dev.damso.audio.OpusDecoder;
import dev.damso.audio.OpusEncoder;
import dev.damso.audio.Resampler;
import dev.damso.bench.fixed.FixedLanguageModel;
import dev.damso.bench.fixed.FixedSpeechToText;
import dev.damso.bench.fixed.FixedTextToSpeech;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.MediaSink;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.conversation.ThinkerSettings;
import dev.damso.face.FaceAnimator;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.rig.RigFaceAnimator;
import dev.damso.llm.Greetings;
import dev.damso.llm.knowledge.Knowledge;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoCodec;
import dev.damso.media.VideoFrame;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.SileroModel;
import dev.damso.video.VideoEncoder;
import dev.damso.video.VideoEncoders;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Damso under test: conversations as served, Opus both ways and pacing included, behind the protocol of
 * Generator.java. Turns end by silence alone, as the peers' do.
 *
 * <p>DamsoSubject PORT ANSWER WORK FACE SILERO, where ANSWER holds the tokens, separated by |, WORK is ahead
 * (recognition and draft begin at a pause, as shipped) or after (they wait for the turn's end, as the peers
 * do), FACE is face or none, and SILERO the model.
 */
public class DamsoSubject {
  static final int BLOCK = 640;
  static final int SILENCE_MS = 300;

  public static void main(String[] args) throws IOException {
    int pauseMs = args[2].equals("ahead") ? 96 : SILENCE_MS;
    TurnSettings settings =
        new TurnSettings(
            false, 0.5, 0.5, 2, pauseMs, 150, 600, 120_000, SILENCE_MS, 200, 300, 600, 650, 500,
            SILENCE_MS);
    SileroModel vad = new SileroModel(Path.of(args[4]));
    boolean face = args[3].equals("face");
    Stages stages =
        new Stages(
            new FixedSpeechToText(),
            new FixedLanguageModel(List.of(args[1].split("\\|"))),
            new FixedTextToSpeech(),
            CompletenessModel.none(),
            vad::newDetector,
            () -> new TurnTaking(settings),
            face ? rig() : NoFace::new,
            face ? h264() : codec -> new NoPictures());
    ReplySettings replies =
        new ReplySettings(
            "en",
            "en",
            new ThinkerSettings("", Knowledge.NONE, new Greetings(List.of(), List.of()), 0, 100, 0, 1),
            1);
    Pacer pacer = new Pacer();
    try (ServerSocket server =
        new ServerSocket(Integer.parseInt(args[0]), 100, InetAddress.getLoopbackAddress())) {
      System.out.println("ready");
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().start(() -> converse(socket, stages, replies, pacer));
      }
    }
  }

  static void converse(Socket socket, Stages stages, ReplySettings settings, Pacer pacer) {
    try (socket;
        OpusEncoder encoder = new OpusEncoder();
        Loudspeaker loudspeaker = new Loudspeaker(socket);
        Conversation conversation =
            new Conversation(stages, settings, pacer, loudspeaker, event -> {})) {
      conversation.start();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Resampler up = new Resampler(16_000, 48_000);
      byte[] block = new byte[BLOCK];
      short[] frame = new short[OpusEncoder.FRAME];
      int filled = 0;
      for (int sequence = 0; ; ) {
        in.readFully(block);
        ByteBuffer pcm = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[BLOCK / 2];
        for (int i = 0; i < samples.length; i++) {
          samples[i] = pcm.getShort(2 * i) / 32_768f;
        }
        for (float sample : up.process(samples)) {
          frame[filled++] = (short) Math.clamp(Math.round(sample * 32_768), -32_768, 32_767);
          if (filled == frame.length) {
            filled = 0;
            conversation.microphone(sequence++ & 0xFFFF, encoder.encode(frame));
          }
        }
      }
    } catch (IOException e) {
      // The caller has gone.
    }
  }

  /** Decodes what the caller would, and sends it. */
  static class Loudspeaker implements MediaSink, AutoCloseable {
    final OpusDecoder decoder = new OpusDecoder();
    final DataOutputStream out;
    boolean closed;

    Loudspeaker(Socket socket) throws IOException {
      out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(Integer.reverseBytes(48_000));
    }

    @Override
    public synchronized void audio(EncodedFrame opus) {
      if (closed) {
        return;
      }
      short[] pcm = decoder.decode(opus.data());
      ByteBuffer message =
          ByteBuffer.allocate(4 + 2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN).putInt(2 * pcm.length);
      for (short sample : pcm) {
        message.putShort(sample);
      }
      try {
        out.write(message.array());
      } catch (IOException e) {
        closed = true;
      }
    }

    @Override
    public void video(EncodedFrame picture) {}

    @Override
    public synchronized void close() {
      closed = true;
      decoder.close();
    }
  }

  static Supplier<FaceAnimator> rig() {
    AvatarBundle bundle = AvatarBundle.load("mina");
    return () -> new RigFaceAnimator(bundle, 640, 480, 1);
  }

  static Function<VideoCodec, VideoEncoder> h264() {
    String name = VideoEncoders.select(640, 480, 25, 2_000_000).name();
    return codec -> VideoEncoders.open(name, 640, 480, 25, 2_000_000);
  }

  static class NoFace implements FaceAnimator {
    @Override
    public void speech(SpeechChunk chunk, MediaTime start) {}

    @Override
    public void stopSpeech(MediaTime at) {}

    @Override
    public void state(State state, MediaTime at) {}

    @Override
    public VideoFrame frame(MediaTime time) {
      return new VideoFrame(time, 2, 2, new byte[6]);
    }

    @Override
    public void close() {}
  }

  static class NoPictures implements VideoEncoder {
    @Override
    public EncodedFrame encode(VideoFrame frame, boolean keyFrame) {
      return new EncodedFrame(frame.pts(), new byte[0], keyFrame);
    }

    @Override
    public void bitRate(int bitsPerSecond) {}

    @Override
    public String name() {
      return "none";
    }

    @Override
    public void close() {}
  }
}
