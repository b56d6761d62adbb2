package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoFrame;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws an avatar in software: {@code docs/adr/0007}. Holds the buffers of one picture, so one
 * instance a conversation and one owner thread; the avatar is shared.
 */
public final class Rasterizer {
  private static final float[] REST = new float[BlendShape.COUNT];

  /** Those whose edges are not hidden under others'. */
  private static final Set<String> OUTLINED =
      Set.of("skin", "cloth", "teeth_upper", "teeth_lower", "tongue");

  /** Decimetres above the pivot from which the face always covers what is behind it. */
  private static final float STILL = 1.2f;

  private final AvatarBundle avatar;
  private final int width;
  private final int height;
  private final VertexStage vertices;
  private final Canvas canvas;
  private final SolidFill solids;
  private final LayerFill layers;
  private final Fringe fringe;
  private final List<MeshGroup> moving;
  private final List<MeshGroup> outlined;
  private final List<MeshGroup> lashes;
  private final List<MeshGroup> hair;
  private final byte[] background;
  private @Nullable HeadRotation head;

  /**
   * @param width pixels, even
   * @param height pixels, even
   */
  public Rasterizer(AvatarBundle avatar, int width, int height) {
    if (width <= 0 || height <= 0 || (width | height) % 2 != 0) {
      throw new IllegalArgumentException(width + "x" + height + " is no even size");
    }
    this.avatar = avatar;
    this.width = width;
    this.height = height;
    canvas = new Canvas(cover(avatar.background, width, height), height, width);
    vertices = new VertexStage(avatar, width, height);
    vertices.run(REST, HeadRotation.of(0, 0, 0));
    byte[] levels = DetailLevels.of(avatar, vertices);
    solids = new SolidFill(avatar, vertices, levels, canvas);
    layers = new LayerFill(avatar, vertices, levels, canvas);
    fringe = new Fringe(vertices, canvas, avatar.vertexCount());
    List<MeshGroup> solid =
        avatar.groups.stream().filter(g -> g.material() != Material.ALPHA).toList();
    moving = solid.stream().filter(avatar::moves).toList();
    outlined = solid.stream().filter(g -> OUTLINED.contains(g.name())).toList();
    List<MeshGroup> translucent =
        avatar.groups.stream().filter(g -> g.material() == Material.ALPHA).toList();
    lashes = translucent.stream().filter(MeshGroup::isLash).toList();
    hair = translucent.stream().filter(g -> !g.isLash()).toList();
    for (MeshGroup group : solid) {
      if (!avatar.moves(group)) {
        solids.draw(group);
      }
    }
    canvas.keepForGood();
    background = I420.of(canvas);
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
    HeadRotation rotation = HeadRotation.of(yaw, pitch, roll);
    if (!rotation.equals(head)) {
      drawHair(rotation);
      head = rotation;
    }
    vertices.run(weights, rotation);
    canvas.clear();
    for (MeshGroup group : moving) {
      solids.draw(group);
    }
    for (MeshGroup lash : lashes) {
      layers.draw(lash, avatar.layering(lash).front(), canvas.rest);
    }
    for (MeshGroup group : outlined) {
      fringe.draw(avatar.outline(group), group.material() == Material.SKIN);
    }
    canvas.flatten();
    return new VideoFrame(pts, width, height, coded());
  }

  /**
   * Draws the hair, the dearest part of a picture: it stays until the head turns. What of it lies
   * behind the face is judged by the face at rest.
   */
  private void drawHair(HeadRotation rotation) {
    vertices.run(REST, rotation);
    canvas.clearAll();
    solids.depth(avatar.groups.getFirst(), Float.NEGATIVE_INFINITY);
    for (MeshGroup group : hair) {
      layers.draw(group, avatar.layering(group).front(), canvas.front);
      fringe.drawFront(avatar.outline(group));
    }
    canvas.clear();
    solids.depth(avatar.groups.getFirst(), avatar.headPivot[1] + STILL);
    for (MeshGroup group : hair) {
      layers.draw(group, avatar.layering(group).back(), canvas.rest);
    }
    canvas.keepUnder();
  }

  private byte[] coded() {
    byte[] i420 = background.clone();
    I420.convert(canvas, i420);
    return i420;
  }

  /** The middle of {@code image}, scaled so that it fills the picture; column by column. */
  private static int[] cover(BufferedImage image, int width, int height) {
    double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    int w = (int) Math.ceil(image.getWidth() * scale);
    int h = (int) Math.ceil(image.getHeight() * scale);
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, (width - w) / 2, (height - h) / 2, w, h, null);
    graphics.dispose();
    int[] columns = new int[width * height];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = scaled.getRGB(k / height, k % height) & 0xffffff;
    }
    return columns;
  }
}
