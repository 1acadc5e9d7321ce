package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.Duration;

/**
 * Pauses between two reconciles of an object, each with its reason. All objects share batched reads
 * of EC2, so a short pause causes no extra call; {@link RequeuePolicy} adds jitter.
 */
public final class Requeue {
  /** The object changed during its reconcile: immediately, as JOSDK accepts no zero delay. */
  public static final Duration OBJECT_CHANGED = Duration.ofMillis(1);

  /** A read of EC2 is pending: batches are sent after 200 ms to 1 s. */
  public static final Duration OBSERVATION_PENDING = Duration.ofMillis(250);

  /**
   * The usage of many images is being read. EC2's rate permits fewer calls meanwhile than are
   * requested at once, so none is lost, and the decisions are made rarely.
   */
  public static final Duration USAGE_PENDING = Duration.ofSeconds(4);

  /** A call was sent or a status written; the next step follows from its effect. */
  public static final Duration NEXT_STEP = Duration.ofSeconds(1);

  /** STS is queried within a second; a change of the AwsAccount wakes its objects anyway. */
  public static final Duration ACCOUNT_UNAVAILABLE = Duration.ofSeconds(2);

  /** Objects still name the deleted AwsAccount; their cleanup takes minutes. */
  public static final Duration ACCOUNT_REFERENCED = Duration.ofSeconds(10);

  /** The image is pending or not visible yet; most images of an instance take minutes. */
  public static final Duration IMAGE_PENDING = Duration.ofSeconds(3);

  /** A copy is pending, or not visible yet; copies take minutes to hours. */
  public static final Duration COPY_PENDING = Duration.ofSeconds(5);

  /**
   * A copy waits in the queue or is in flight: the queue wakes its object, unless events are lost.
   */
  public static final Duration COPY_QUEUED = Duration.ofMinutes(5);

  /** The status changed: other regions change within seconds, and share its write. */
  public static final Duration STATUS_COLLECTED = Duration.ofSeconds(15);

  /** The image was called for, or EC2 is being read: most images are available within seconds. */
  public static final Duration IMAGE_STATUS_COLLECTED = Duration.ofSeconds(8);

  /**
   * The source does not exist or has no image yet. Its change wakes the copy, unless that event is
   * lost.
   */
  public static final Duration SOURCE_WITHOUT_IMAGE = Duration.ofMinutes(1);

  /** A build instance boots, customises itself or is being terminated. */
  public static final Duration BUILD_RUNNING = Duration.ofSeconds(10);

  /** A build instance of an object under deletion is being terminated. */
  public static final Duration BUILD_CLEANUP = Duration.ofSeconds(5);

  /** A ConfigMap or base image is missing: a user has to create it. */
  public static final Duration BUILD_INPUT_MISSING = Duration.ofMinutes(1);

  /** EC2 takes up to an hour to enable or disable Windows fast launch. */
  public static final Duration FAST_LAUNCH_CHANGING = Duration.ofSeconds(30);

  /** Windows fast launch could not be disabled; the call is retried every hour. */
  public static final Duration FAST_LAUNCH_FAILED = Duration.ofMinutes(5);

  /** DeregisterImage or DeleteSnapshot was called; EC2 shows the effect within seconds. */
  public static final Duration DELETING = Duration.ofSeconds(5);

  /** Absence from EC2 is being confirmed, which takes two separate reads. */
  public static final Duration CONFIRMING_DELETION = Duration.ofSeconds(3);

  /** The image is in use or lost its tags: a user has to act. */
  public static final Duration IN_USE = Duration.ofSeconds(60);

  /** Another image has the object's tags: a user has to remove them. */
  public static final Duration TAGS_ON_OTHER_IMAGE = Duration.ofMinutes(1);

  /** The image is protected or in cooldown, or a snapshot is locked, for hours. */
  public static final Duration PROTECTED = Duration.ofMinutes(5);

  /** Margin after a cooldown for the difference between the clocks here and of EC2. */
  public static final Duration COOLDOWN_MARGIN = Duration.ofSeconds(5);

  /** Another AmiCopy needs a permission on a source image, or a user has to revoke it. */
  public static final Duration GRANT_IN_USE = Duration.ofMinutes(1);

  /** KMS takes up to five minutes to apply a new grant. */
  public static final Duration KEY_GRANT_PENDING = Duration.ofSeconds(15);

  /** EC2 is left alone until {@code spec.suspend} changes, which wakes the object. */
  public static final Duration SUSPENDED = Duration.ofMinutes(10);

  /** A user has to make a change, unless the cause ends without. */
  public static final Duration STALLED = Duration.ofMinutes(5);

  /** The source instance starts, or the source snapshot completes, which takes minutes. */
  public static final Duration SOURCE_PENDING = Duration.ofSeconds(10);

  /** The end of a build instance's console, which EC2 may show 20 minutes late. */
  public static final Duration CONSOLE_PENDING = Duration.ofSeconds(30);

  private Requeue() {}

  /** The pause after a failed AWS call. A Stalled object waits {@link #STALLED}. */
  public static Duration after(ErrorClass errorClass) {
    return switch (errorClass) {
      case TRANSIENT, ACCOUNT_UNAVAILABLE, THROTTLED, IN_USE, WRONG_STATE, ALREADY_EXISTS ->
          Duration.ofSeconds(10);
      case QUOTA, PROTECTED, CLOCK_SKEW, NOT_OWNED -> Duration.ofSeconds(60);
      case NOT_FOUND, DENIED, INVALID, UNSUPPORTED -> Duration.ofMinutes(10);
    };
  }
}
