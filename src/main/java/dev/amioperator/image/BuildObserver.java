package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.reconcile.Requeue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what the next step of a build needs from EC2 and Kubernetes, and no more. */
record BuildObserver(
    ObservationSession session,
    DesiredImage desired,
    RecordedImage recorded,
    ClusterContext clusterContext) {

  /**
   * The build instances of the AmiImage; empty when it is not built, or its build has ended.
   *
   * @param imageExists whether there is an image, pending or not
   * @throws ObservationReader.ObservationPendingException when EC2's answer is pending or failed
   */
  Optional<ObservedBuild> observe(boolean imageExists) {
    boolean over = recorded.build().map(BuildStatus::imageId).isPresent() && imageExists;
    if (desired.source().build().isEmpty() || over) {
      return Optional.empty();
    }
    ObservedBuild build =
        ObservedBuild.of(session.get(BuildInstanceQueries.byOwner(session.owner())));
    if (imageExists) {
      return Optional.of(build);
    }
    Optional<BuildInstance> latest = build.of(desired.buildToken(recorded.build()));
    RequestedRead<Optional<String>> console =
        RequestedRead.of(
            () -> latest.filter(this::needsConsole).map(instance -> console(instance.id())));
    RequestedRead<Optional<BuildInputs>> inputs =
        RequestedRead.of(() -> mayLaunch(build) ? Optional.of(inputs()) : Optional.empty());
    return Optional.of(new ObservedBuild(build.instances(), console.value(), inputs.value()));
  }

  private boolean needsConsole(BuildInstance instance) {
    return switch (instance.state()) {
      case STOPPED, SHUTTING_DOWN, TERMINATED -> true;
      case PENDING, RUNNING, STOPPING, UNKNOWN ->
          recorded
              .build()
              .flatMap(build -> BuildProgress.deadline(desired.buildSource(), build))
              .filter(deadline -> !session.now().isBefore(deadline))
              .isPresent();
    };
  }

  private boolean mayLaunch(ObservedBuild observed) {
    boolean running =
        recorded
            .build()
            .filter(build -> build.instanceId() != null)
            .filter(build -> build.failure() == null && build.imageId() == null)
            .isPresent();
    return !running && observed.live().isEmpty();
  }

  /** A failed GetConsoleOutput is reported in place of the console: a timeout must not wait. */
  private String console(String instanceId) {
    Observation<String> observation =
        session.observation(BuildInstanceQueries.consoleOutput(instanceId));
    return observation instanceof Observation.Failed<String>(Ec2CallException failure, _)
        ? "GetConsoleOutput: " + failure.getMessage()
        : session.value(observation);
  }

  private BuildInputs inputs() {
    BuildSource source = desired.buildSource();
    Map<String, Observation<KmsKey>> keys = permission().keys(session);
    Optional<ReadyState> refusal = permission().refusal(session, keys);
    if (refusal.isPresent()) {
      return new BuildInputs.Missing(refusal.get());
    }
    return switch (clusterContext.userData().apply(source.userData().configMapKeyRef())) {
      case BuildUserData.ReadResult.Unavailable(String why) ->
          missing("source.build.userData", why, Reason.SourceNotFound);
      case BuildUserData.ReadResult.Script(byte[] bytes) ->
          withBase(source.base(), bytes, arns(keys));
    };
  }

  private BuildPermission permission() {
    return new BuildPermission(desired, clusterContext.allowlist());
  }

  /** The key that was checked is used, whatever its alias names when the instance is launched. */
  private static Map<String, String> arns(Map<String, Observation<KmsKey>> keys) {
    Map<String, String> arns = new HashMap<>();
    keys.forEach(
        (name, key) -> {
          if (key instanceof Observation.Known<KmsKey>(KmsKey found, _)) {
            arns.put(name, found.arn());
          }
        });
    return arns;
  }

  private BuildInputs withBase(
      BuildSource.Base source, byte[] userData, Map<String, String> keyArns) {
    ResolvedImage base = new ImageResolver(session).resolveBase(source, clusterContext.sibling());
    return base.image()
        .map(
            image ->
                permission()
                    .baseRefusal(image)
                    .<BuildInputs>map(BuildInputs.Missing::new)
                    .orElseGet(() -> withBase(image, userData, keyArns)))
        .orElseGet(() -> unusableBase(source, base));
  }

  /** A base that is named by its id and was deregistered does not come back. */
  private static BuildInputs unusableBase(BuildSource.Base source, ResolvedImage base) {
    return base.gone() && source.imageId() != null
        ? new BuildInputs.Missing(
            new ReadyState.Stalled(
                Reason.SourceNotFound,
                ("source.build.base: %s. Create a new AmiImage with another base, and delete this"
                        + " object.")
                    .formatted(base.message())))
        : missing("source.build.base", base.message(), Reason.SourceNotReady);
  }

  /** EC2 shows event-log lines on the console of Windows, and so no success marker. */
  private static BuildInputs withBase(Image base, byte[] userData, Map<String, String> keyArns) {
    return base.settings().windows()
        ? new BuildInputs.Missing(
            new ReadyState.Stalled(
                Reason.Rejected,
                ("source.build.base: %s is a Windows image. EC2 shows only event-log lines on the"
                        + " console of Windows, so that a build instance cannot report success"
                        + " there. Prepare an instance of it yourself, create a new AmiImage of"
                        + " that with source.instance, and delete this object.")
                    .formatted(base.id())))
        : new BuildInputs.Complete(base, userData, keyArns);
  }

  /** Blocked rather than Stalled: the input may appear without a change of the AmiImage. */
  private static BuildInputs missing(String field, String why, Reason reason) {
    return new BuildInputs.Missing(
        new ReadyState.Blocked(
            reason,
            ("%s: %s. Rechecked every minute; the source is immutable, so that another source needs a"
                    + " new AmiImage.")
                .formatted(field, why),
            Requeue.BUILD_INPUT_MISSING));
  }
}
