package dev.damso.stt;

/**
 * What is understood of an utterance that goes on.
 *
 * @param stable what two passes agree on (LocalAgreement); it only ever grows
 * @param tail the rest, which may change
 * @param language BCP 47, configured or detected
 */
public record PartialTranscript(String stable, String tail, String language) {}
