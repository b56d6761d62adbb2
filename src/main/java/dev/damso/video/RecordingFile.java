package dev.damso.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes coded pictures and Opus as they are: H.264 into MP4 of fragments of a second, VP8 into
 * WebM; what a killed process leaves can be played. Only its owner may read the file. It begins
 * with the first key frame, at time 0; earlier sound is left out. One owner thread.
 */
public final class RecordingFile implements Recording {
  private static final int VIDEO_HZ = 90_000;
  private static final int AUDIO_HZ = 48_000;
  private static final int OPUS_SAMPLES = 960; // 20 ms
  private static final int AVC3 = 'a' | 'v' << 8 | 'c' << 16 | '3' << 24; // SPS may change

  private final Path path;
  private final VideoCodec codec;
  private final int width;
  private final int height;
  private final int fps;
  private final List<String> voices;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final List<Track> sound = new ArrayList<>();
  private @Nullable Track video;
  private MediaTime origin = MediaTime.ofMillis(0);
  private boolean closed;

  /** A track and the time stamp that its next packet must have at least. */
  private static final class Track {
    final AVStream stream;
    long next;

    Track(AVStream stream) {
      this.stream = stream;
    }
  }

  /**
   * @param path the file to make, with {@link #suffix}; it must not be there
   * @param width pixels of the first picture
   * @param height pixels of the first picture
   * @param fps pictures a second: how long the last one stays
   * @param voices the names of the tracks of sound
   * @throws UserFacingException where no file can be made there
   */
  public RecordingFile(
      Path path, VideoCodec codec, int width, int height, int fps, List<String> voices) {
    Ffmpeg.quiet();
    this.path = path.toAbsolutePath();
    this.codec = codec;
    this.width = width;
    this.height = height;
    this.fps = fps;
    this.voices = List.copyOf(voices);
    try {
      Files.createFile(this.path, ownersOnly());
      open("file:" + this.path);
    } catch (FfmpegException | IOException e) {
      close();
      throw unwritable(e);
    }
  }

  /** What names of files end with: {@code .mp4} or {@code .webm}. */
  public static String suffix(VideoCodec codec) {
    return codec == VideoCodec.H264 ? ".mp4" : ".webm";
  }

  private static FileAttribute<?>[] ownersOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private void open(String url) {
    String container = codec == VideoCodec.H264 ? "mp4" : "webm";
    Ffmpeg.check(avformat_alloc_output_context2(format, null, container, url), container);
    AVIOContext io = new AVIOContext(null);
    Ffmpeg.check(avio_open(io, url, AVIO_FLAG_WRITE), "open");
    format.pb(io);
    format.flush_packets(1); // what was written is in the file
  }

  @Override
  public void video(EncodedFrame frame) {
    try {
      if (video == null) {
        byte[] sets = codec == VideoCodec.H264 ? AnnexB.parameterSets(frame.data()) : new byte[0];
        if (!frame.keyFrame() || codec == VideoCodec.H264 && sets.length == 0) {
          return;
        }
        origin = frame.pts();
        video = start(sets);
      }
      write(frame, video, VIDEO_HZ, VIDEO_HZ / fps);
    } catch (FfmpegException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void audio(int voice, EncodedFrame opus) {
    if (video == null || opus.pts().compareTo(origin) < 0) {
      return;
    }
    try {
      write(opus, sound.get(voice), AUDIO_HZ, OPUS_SAMPLES);
    } catch (FfmpegException e) {
      throw unwritable(e);
    }
  }

  private Track start(byte[] sets) {
    AVStream pictures = Ffmpeg.found(avformat_new_stream(format, null), "stream");
    AVCodecParameters shown = pictures.codecpar();
    shown.codec_type(AVMEDIA_TYPE_VIDEO);
    shown.format(AV_PIX_FMT_YUV420P);
    shown.width(width);
    shown.height(height);
    if (codec == VideoCodec.H264) {
      shown.codec_id(AV_CODEC_ID_H264);
      shown.codec_tag(AVC3);
      extradata(shown, sets);
    } else {
      shown.codec_id(AV_CODEC_ID_VP8);
    }
    pictures.time_base(Ffmpeg.rational(1, VIDEO_HZ));
    pictures.avg_frame_rate(Ffmpeg.rational(fps, 1));
    voices.forEach(this::addSound);
    AVDictionary options =
        Ffmpeg.dictionary(
            codec == VideoCodec.H264
                ? Map.of("movflags", "+empty_moov+default_base_moof", "frag_duration", "1000000")
                : Map.of("cluster_time_limit", "1000"));
    try {
      Ffmpeg.check(avformat_write_header(format, options), "header");
    } finally {
      av_dict_free(options);
    }
    return new Track(pictures);
  }

  private void addSound(String voice) {
    AVStream stream = Ffmpeg.found(avformat_new_stream(format, null), "stream");
    AVCodecParameters heard = stream.codecpar();
    heard.codec_type(AVMEDIA_TYPE_AUDIO);
    heard.codec_id(AV_CODEC_ID_OPUS);
    heard.sample_rate(AUDIO_HZ);
    heard.frame_size(OPUS_SAMPLES);
    av_channel_layout_default(heard.ch_layout(), 1);
    extradata(heard, opusHead());
    stream.time_base(Ffmpeg.rational(1, AUDIO_HZ));
    AVDictionary names = new AVDictionary(null);
    av_dict_set(names, "title", voice, 0);
    av_dict_set(names, "handler_name", voice, 0);
    stream.metadata(names);
    sound.add(new Track(stream));
  }

  /** RFC 7845 §5.1: mono, nothing to skip. */
  private static byte[] opusHead() {
    return ByteBuffer.allocate(19)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("OpusHead".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 1)
        .putShort((short) 0)
        .putInt(AUDIO_HZ)
        .array();
  }

  private static void extradata(AVCodecParameters parameters, byte[] bytes) {
    BytePointer data = new BytePointer(av_mallocz(bytes.length + AV_INPUT_BUFFER_PADDING_SIZE));
    data.put(bytes, 0, bytes.length);
    parameters.extradata(data);
    parameters.extradata_size(bytes.length);
  }

  /** What comes no later than what its track has is left out: containers know no way back. */
  private void write(EncodedFrame frame, @Nullable Track track, int hz, int duration) {
    if (track == null) {
      throw new IllegalStateException("no track yet");
    }
    long pts = frame.pts().rebase(hz).ticks() - origin.rebase(hz).ticks();
    if (pts < track.next || frame.data().length == 0) {
      return;
    }
    track.next = pts + 1;
    Ffmpeg.fill(packet, frame, pts, duration);
    try {
      packet.stream_index(track.stream.index());
      av_packet_rescale_ts(packet, Ffmpeg.rational(1, hz), track.stream.time_base());
      Ffmpeg.check(av_write_frame(format, packet), "write");
    } finally {
      av_packet_unref(packet);
    }
    Ffmpeg.check(format.pb().error(), "write");
  }

  private UserFacingException unwritable(Exception cause) {
    return UserFacingException.failed(
        "Cannot record to %s (%s); check the folder, its permissions and the free space."
            .formatted(path, cause.getMessage()),
        cause);
  }

  /** Writes what is left, as far as the disk takes it, and frees everything. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!format.isNull() && video != null) {
      av_write_trailer(format);
    }
    Ffmpeg.free(format);
    av_packet_free(packet);
  }
}
