package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.Duration;

/**
 * Every pause between two reconciles of an object, and its reason. EC2 is asked in batches that all
 * objects share, so a short pause costs no call of its own; {@link RequeuePolicy} adds the jitter.
 */
public final class Requeue {
  /** The object changed while it was reconciled: at once, as far as JOSDK has a word for it. */
  public static final Duration OBJECT_CHANGED = Duration.ofMillis(1);

  /** A look-up is under way: batches are sent after 200 ms to 1 s. */
  public static final Duration OBSERVATION_PENDING = Duration.ofMillis(250);

  /** A call was made or the status written, and the next step can be planned from what it shows. */
  public static final Duration NEXT_STEP = Duration.ofSeconds(1);

  /** STS is asked within a second; the AwsAccount's own change wakes its objects anyway. */
  public static final Duration ACCOUNT_UNAVAILABLE = Duration.ofSeconds(2);

  /** Objects that still name an AwsAccount under deletion: their own cleanup takes minutes. */
  public static final Duration ACCOUNT_REFERENCED = Duration.ofSeconds(10);

  /** The image is pending, or EC2 does not show it yet; most images of an instance take minutes. */
  public static final Duration IMAGE_PENDING = Duration.ofSeconds(3);

  /** A copy is pending, or not visible yet; copies take minutes to hours. */
  public static final Duration COPY_PENDING = Duration.ofSeconds(5);

  /**
   * The source has no image yet; its change wakes the copy, this is for a change that was missed.
   */
  public static final Duration SOURCE_WITHOUT_IMAGE = Duration.ofMinutes(1);

  /** The copy quota of the region is used up; a copy takes minutes to make room. */
  public static final Duration COPY_QUOTA_EXCEEDED = Duration.ofSeconds(30);

  /** A build instance boots, customises itself or is terminated. */
  public static final Duration BUILD_RUNNING = Duration.ofSeconds(10);

  /** A build instance of an object under deletion is being terminated. */
  public static final Duration BUILD_CLEANUP = Duration.ofSeconds(5);

  /** A ConfigMap or a base image is missing: a person has to make it. */
  public static final Duration BUILD_INPUT_MISSING = Duration.ofMinutes(1);

  /** EC2 takes up to an hour to enable or disable Windows fast launch. */
  public static final Duration FAST_LAUNCH_CHANGING = Duration.ofSeconds(30);

  /** Fast launch could not be disabled; it is tried again every hour. */
  public static final Duration FAST_LAUNCH_FAILED = Duration.ofMinutes(5);

  /** DeregisterImage or DeleteSnapshot was called: EC2 shows the effect within seconds. */
  public static final Duration DELETING = Duration.ofSeconds(5);

  /** Absence is being confirmed, which takes two look-ups apart from each other. */
  public static final Duration CONFIRMING_DELETION = Duration.ofSeconds(3);

  /** Something still uses the image, or lost its tags: a person has to act. */
  public static final Duration IN_USE = Duration.ofSeconds(60);

  /** Another image carries the object's tags: a person has to take them off. */
  public static final Duration TAGS_ON_OTHER_IMAGE = Duration.ofMinutes(1);

  /** Protected, in cooldown or locked: that lasts for hours. */
  public static final Duration PROTECTED = Duration.ofMinutes(5);

  /** After a cooldown has ended by the clock here, for the clock of EC2. */
  public static final Duration COOLDOWN_MARGIN = Duration.ofSeconds(5);

  /** Nothing is done until {@code spec.suspend} changes, which wakes the object. */
  public static final Duration SUSPENDED = Duration.ofMinutes(10);

  /** A person has to change something; the cause may also have passed by itself. */
  public static final Duration STALLED = Duration.ofMinutes(5);

  private Requeue() {}

  /** The pause after a call that failed. An object that is Stalled waits {@link #STALLED}. */
  public static Duration after(ErrorClass errorClass) {
    return switch (errorClass) {
      case TRANSIENT, THROTTLED, IN_USE, WRONG_STATE, ALREADY_EXISTS -> Duration.ofSeconds(10);
      case QUOTA, PROTECTED -> Duration.ofSeconds(60);
      case NOT_FOUND, DENIED, INVALID, UNSUPPORTED -> Duration.ofMinutes(10);
    };
  }
}
