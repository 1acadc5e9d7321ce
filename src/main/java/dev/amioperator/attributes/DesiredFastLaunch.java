package dev.amioperator.attributes;

import dev.amioperator.api.v1alpha1.FastLaunchSpec;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Windows fast launch of an image as a spec wants it.
 *
 * @param settings what it shall be set up like when it is enabled
 */
public record DesiredFastLaunch(boolean enabled, FastLaunch.Settings settings) {
  /** Each try launches instances, which cost money; so what failed is left alone for a while. */
  static final Duration RETRY_INTERVAL = Duration.ofHours(1);

  /** What a spec asks for. */
  public static DesiredFastLaunch of(FastLaunchSpec spec) {
    return new DesiredFastLaunch(
        spec.enabled(),
        new FastLaunch.Settings(
            Optional.ofNullable(spec.targetResourceCount()),
            Optional.ofNullable(spec.maxParallelLaunches()),
            Optional.ofNullable(spec.launchTemplate())
                .map(
                    template ->
                        new FastLaunch.LaunchTemplate(
                            Optional.ofNullable(template.id()),
                            Optional.ofNullable(template.name()),
                            template.version()))));
  }

  /** Whether EC2 has to be asked: it knows fast launch of Windows images only. */
  public static boolean isSupported(Image image) {
    return image.settings().windows();
  }

  /** The change that brings it on, or off; none when it is there, or on its way. */
  public Optional<ImageAction> change(Image image, FastLaunch seen, Instant now) {
    ImageAction enable = new ImageAction.EnableFastLaunch(image.id(), settings);
    ImageAction disable = new ImageAction.DisableFastLaunch(image.id());
    return switch (seen.state()) {
      case OFF -> changeIf(enabled, enable);
      case ENABLED, ENABLED_FAILED ->
          enabled ? changeIf(!settings.matches(seen.settings()), enable) : Optional.of(disable);
      // EC2 has to clear away what it made before it can be enabled anew.
      case ENABLING_FAILED ->
          changeIf(!enabled || !settings.matches(seen.settings()) || retryDue(seen, now), disable);
      case DISABLING_FAILED -> changeIf(retryDue(seen, now), disable);
      case ENABLING -> changeIf(!enabled, disable);
      case DISABLING, UNKNOWN -> Optional.empty();
    };
  }

  /** What is to be said of it, when that is not that all is well. */
  public Optional<ReadyState> notReadyState(Image image, FastLaunch seen) {
    if (enabled && !isSupported(image)) {
      return Optional.of(
          new ReadyState.Stalled(
              Reason.FastLaunchFailed,
              ("%s is no Windows image, and EC2 has fast launch for Windows images only. Leave"
                      + " spec.fastLaunch out.")
                  .formatted(image.id())));
    }
    return switch (seen.state()) {
      case OFF, ENABLED -> Optional.empty();
      case ENABLING, DISABLING, UNKNOWN -> Optional.of(inProgress(image, seen));
      case ENABLING_FAILED, ENABLED_FAILED, DISABLING_FAILED -> Optional.of(failed(image, seen));
    };
  }

  /** What has to happen before an image that goes is deregistered; nothing when it is off. */
  public static Optional<Plan> disableBeforeDeregistration(
      Image image, FastLaunch seen, Instant now) {
    if (seen.state() == FastLaunch.State.OFF) {
      return Optional.empty();
    }
    Optional<ImageAction> change =
        new DesiredFastLaunch(false, FastLaunch.Settings.UNSPECIFIED).change(image, seen, now);
    if (change.isPresent()) {
      return Optional.of(new Plan(List.of(change.get()), deleting(image, seen)));
    }
    return Optional.of(
        Plan.withoutActions(
            seen.state() == FastLaunch.State.DISABLING_FAILED
                ? new ReadyState.Blocked(
                    Reason.FastLaunchFailed,
                    failed(image, seen).message(),
                    Requeue.FAST_LAUNCH_FAILED)
                : deleting(image, seen)));
  }

  private static ReadyState deleting(Image image, FastLaunch seen) {
    return new ReadyState.Reconciling(
        Reason.Deleting,
        "Fast launch of %s is %s; EC2 has to clear its snapshots away before the image goes."
            .formatted(image.id(), seen.state().value()),
        Requeue.FAST_LAUNCH_CHANGING);
  }

  private static ReadyState inProgress(Image image, FastLaunch seen) {
    return new ReadyState.Reconciling(
        Reason.Progressing,
        "Fast launch of %s is %s, which takes EC2 up to an hour; the image can be launched meanwhile."
            .formatted(image.id(), seen.state().value()),
        Requeue.FAST_LAUNCH_CHANGING);
  }

  private static ReadyState failed(Image image, FastLaunch seen) {
    String why =
        seen.stateTransitionReason().isEmpty()
            ? "EC2 does not say why"
            : seen.stateTransitionReason();
    String next =
        switch (seen.state()) {
          case ENABLING_FAILED ->
              "Mend that; it is tried again an hour after it failed, and at once when"
                  + " spec.fastLaunch changes.";
          case DISABLING_FAILED ->
              "Mend that; it is tried again every hour. DisableFastLaunch with Force gives up the"
                  + " snapshots that EC2 could not delete.";
          default -> "Mend that, and EC2 goes on; instances start slowly until then.";
        };
    return new ReadyState.Stalled(
        Reason.FastLaunchFailed,
        "Fast launch of %s is %s: %s. %s".formatted(image.id(), seen.state().value(), why, next));
  }

  /** A failure whose time is not told is retried at no time: somebody has to look at it. */
  private static boolean retryDue(FastLaunch seen, Instant now) {
    return seen.stateTransitionTime()
        .map(since -> !now.isBefore(since.plus(RETRY_INTERVAL)))
        .orElse(false);
  }

  private static Optional<ImageAction> changeIf(boolean differs, ImageAction change) {
    return differs ? Optional.of(change) : Optional.empty();
  }
}
