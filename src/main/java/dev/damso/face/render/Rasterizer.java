package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoFrame;
import java.util.Arrays;
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

  /** Pixels around what moved that change with it: outlines are smoothed from so far inside. */
  private static final int SMOOTHED = 6;

  /** Pixels around those that must be right, for the same reason. */
  private static final int SAMPLED = 6;

  private final AvatarBundle avatar;
  private final int width;
  private final int height;
  private final VertexStage vertices;
  private final Canvas canvas;
  private final SolidFill solids;
  private final LayerFill layers;
  private final Fringe fringe;
  private final Movement movement;
  private final List<MeshGroup> torso;
  private final List<MeshGroup> moving;
  private final List<MeshGroup> outlined;
  private final List<MeshGroup> onSkin;
  private final List<MeshGroup> hair;

  /** The backdrop with the torso, coded. */
  private final byte[] background;

  private final @Nullable Badge badge;

  private @Nullable Bearing held;

  /** The last picture, never written again, and its weights. */
  private byte @Nullable [] last;

  private final float[] lastWeights = new float[BlendShape.COUNT];

  /**
   * @param width pixels, even
   * @param height pixels, even
   */
  public Rasterizer(AvatarBundle avatar, Backdrop backdrop, int width, int height) {
    this(avatar, backdrop, width, height, false);
  }

  /**
   * @param width pixels, even
   * @param height pixels, even
   * @param marked whether pictures carry a {@link Badge}
   */
  public Rasterizer(AvatarBundle avatar, Backdrop backdrop, int width, int height, boolean marked) {
    if (width <= 0 || height <= 0 || (width | height) % 2 != 0) {
      throw new IllegalArgumentException(width + "x" + height + " is no even size");
    }
    this.avatar = avatar;
    this.width = width;
    this.height = height;
    canvas = new Canvas(backdrop.columns(width, height), height, width);
    vertices = new VertexStage(avatar, width, height);
    vertices.run(REST, HeadRotation.of(0, 0, 0), 0);
    byte[] levels = DetailLevels.of(avatar, vertices);
    solids = new SolidFill(avatar, vertices, levels, canvas);
    layers = new LayerFill(avatar, vertices, levels, canvas);
    fringe = new Fringe(vertices, canvas, avatar.vertexCount());
    movement = new Movement(avatar, vertices);
    List<MeshGroup> solid =
        avatar.groups.stream().filter(g -> g.material() != Material.ALPHA).toList();
    moving = solid.stream().filter(avatar::moves).toList();
    outlined = solid.stream().filter(g -> OUTLINED.contains(g.name())).toList();
    List<MeshGroup> translucent =
        avatar.groups.stream().filter(g -> g.material() == Material.ALPHA).toList();
    onSkin = translucent.stream().filter(MeshGroup::isOnSkin).toList();
    hair = translucent.stream().filter(g -> !g.isOnSkin()).toList();
    torso = solid.stream().filter(group -> !avatar.moves(group)).toList();
    background = I420.of(canvas);
    badge = marked ? new Badge(width, height) : null;
  }

  /**
   * The picture of a pose. The same pose gives the same bytes; twice in a row, it is not drawn.
   *
   * @param weights one for each {@link BlendShape}
   */
  public VideoFrame render(MediaTime pts, float[] weights, Bearing bearing) {
    if (weights.length != BlendShape.COUNT) {
      throw new IllegalArgumentException(weights.length + " weights, not " + BlendShape.COUNT);
    }
    byte[] before = last;
    if (before != null && bearing.equals(held) && Arrays.equals(weights, lastWeights)) {
      return new VideoFrame(pts, width, height, before);
    }
    HeadRotation rotation = HeadRotation.of(bearing.yaw(), bearing.pitch(), bearing.roll());
    boolean still = before != null && bearing.equals(held);
    if (!still) {
      vertices.run(REST, rotation, bearing.breath());
      if (held == null || held.breath() != bearing.breath()) {
        drawTorso();
      }
      drawHair();
      held = bearing;
    }
    vertices.run(weights, rotation, bearing.breath());
    byte[] picture = before != null && still ? redrawn(before) : drawn();
    if (badge != null) {
      badge.stamp(picture);
    }
    last = picture;
    System.arraycopy(weights, 0, lastWeights, 0, weights.length);
    return new VideoFrame(pts, width, height, picture);
  }

  /** The whole picture. */
  private byte[] drawn() {
    canvas.clear();
    drawMoving(canvas.all());
    canvas.flatten();
    movement.remember();
    byte[] i420 = background.clone();
    I420.convert(canvas, i420);
    return i420;
  }

  /** The last picture with what has moved since, while the head did not. */
  private byte[] redrawn(byte[] before) {
    byte[] i420 = before.clone();
    for (Region moved : movement.regions()) {
      if (!moved.isEmpty()) {
        Region seen = moved.grown(SMOOTHED, canvas.all());
        Region needed = moved.grown(SMOOTHED + SAMPLED, canvas.all());
        canvas.clear(needed);
        drawMoving(needed);
        canvas.flatten(needed);
        I420.convert(canvas, seen, i420);
      }
    }
    return i420;
  }

  private void drawMoving(Region part) {
    solids.clip(part);
    layers.clip(part);
    fringe.clip(part);
    for (MeshGroup group : moving) {
      solids.draw(group);
    }
    for (MeshGroup group : onSkin) {
      layers.draw(group, avatar.layering(group).front(), canvas.rest);
    }
    for (MeshGroup group : outlined) {
      fringe.draw(avatar.outline(group), group.material() == Material.SKIN);
    }
    solids.clip(canvas.all());
    layers.clip(canvas.all());
    fringe.clip(canvas.all());
  }

  /** Draws what breathes only: it becomes part of what is behind the head. */
  private void drawTorso() {
    canvas.clearAll();
    canvas.clearBackground();
    torso.forEach(solids::draw);
    canvas.keepInBackground();
    I420.convert(canvas, background);
  }

  /**
   * Draws the hair, the dearest part of a picture: it stays until the head turns. What of it lies
   * behind the face is judged by the face at rest.
   */
  private void drawHair() {
    canvas.clearAll();
    if (hair.isEmpty()) {
      return;
    }
    solids.depth(avatar.groups.getFirst(), Float.NEGATIVE_INFINITY);
    for (MeshGroup group : hair) {
      layers.draw(group, avatar.layering(group).front(), canvas.front);
      fringe.draw(avatar.outline(group), canvas.front);
    }
    canvas.clear();
    solids.depth(avatar.groups.getFirst(), avatar.headPivot[1] + STILL);
    for (MeshGroup group : hair) {
      layers.draw(group, avatar.layering(group).back(), canvas.rest);
      fringe.draw(avatar.outline(group), canvas.rest);
    }
    canvas.keepUnder();
  }
}
