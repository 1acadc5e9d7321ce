package dev.amioperator.retention;

/**
 * The result of a rule about an image.
 *
 * @param reason why the image is kept, or what its retirement waits for
 * @param message the same for users, with the object or date concerned
 */
record RuleResult(RetentionReason reason, String message) {}
