package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoFrame;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Draws an avatar in software. Holds the buffers of one picture, so one instance a conversation and
 * one owner thread; the avatar is shared.
 */
public final class Rasterizer {
  private final int width;
  private final int height;
  private final int perTwoPixels;
  private final VertexStage vertices;
  private final Spans spans;
  private final TriangleFill triangles;
  private final List<MeshGroup> opaque;
  private final List<MeshGroup> translucent;
  private final int[] background;

  /**
   * @param width pixels, even
   * @param height pixels, even
   */
  public Rasterizer(AvatarBundle avatar, int width, int height, Supersampling supersampling) {
    if (width <= 0 || height <= 0 || (width | height) % 2 != 0) {
      throw new IllegalArgumentException(width + "x" + height + " is no even size");
    }
    this.width = width;
    this.height = height;
    perTwoPixels = supersampling.perTwoPixels;
    int w = width * perTwoPixels / 2;
    int h = height * perTwoPixels / 2;
    vertices = new VertexStage(avatar, w, h);
    spans = new Spans(w * h);
    triangles = new TriangleFill(avatar, vertices, spans, w, h);
    opaque = avatar.groups.stream().filter(g -> g.material() != Material.ALPHA).toList();
    translucent = avatar.groups.stream().filter(g -> g.material() == Material.ALPHA).toList();
    background = cover(avatar.background, w, h);
  }

  /**
   * The picture of a pose. The same pose gives the same bytes.
   *
   * @param weights one for each {@link BlendShape}
   * @param yaw radians, to the person's left
   * @param pitch radians, down
   * @param roll radians
   */
  public VideoFrame render(MediaTime pts, float[] weights, float yaw, float pitch, float roll) {
    if (weights.length != BlendShape.COUNT) {
      throw new IllegalArgumentException(weights.length + " weights, not " + BlendShape.COUNT);
    }
    vertices.run(weights, HeadRotation.of(yaw, pitch, roll));
    System.arraycopy(background, 0, spans.color, 0, background.length);
    Arrays.fill(spans.depth, Float.NEGATIVE_INFINITY);
    opaque.forEach(triangles::draw);
    translucent.forEach(triangles::draw);
    byte[] i420 = I420Resolve.resolve(spans.color, width, height, perTwoPixels);
    return new VideoFrame(pts, width, height, i420);
  }

  /** The middle of {@code image}, scaled so that it fills the picture. */
  private static int[] cover(BufferedImage image, int width, int height) {
    double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    int w = (int) Math.ceil(image.getWidth() * scale);
    int h = (int) Math.ceil(image.getHeight() * scale);
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, (width - w) / 2, (height - h) / 2, w, h, null);
    graphics.dispose();
    return scaled.getRGB(0, 0, width, height, null, 0, width);
  }
}
