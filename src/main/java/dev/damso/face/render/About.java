package dev.damso.face.render;

/**
 * What an avatar is.
 *
 * @param description a line on who this is
 * @param licence SPDX identifier
 * @param fromPhoto whether a real person's photo is what is seen: it carries a badge, does not
 *     breathe, as chest and background are one picture, and turns less
 */
public record About(String description, String licence, boolean fromPhoto) {}
