package dev.amioperator.retention;

/**
 * What a rule says of an image.
 *
 * @param reason why the image is kept, or which step is due
 * @param message the same for a person, with the object or date concerned
 */
record RuleResult(RetentionReason reason, String message) {}
