package dev.amioperator.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import java.util.Map;
import java.util.Optional;

/** Permission of an AwsAccount to launch a build instance, checked before each launch. */
record BuildPermission(DesiredImage desired, Allowlist allowlist) {

  /**
   * Why the build instance may not be launched, whatever its base, if so.
   *
   * @throws ObservationReader.ObservationPendingException when AWS's answer is pending or failed
   */
  Optional<ReadyState> refusal(ObservationSession session) {
    BuildSource source = desired.buildSource();
    return allowlist
        .imageNameRefusal(desired.imageName(), desired.owner())
        .or(
            () ->
                allowlist
                    .launches()
                    .buildRefusal(
                        source.subnetId(), source.securityGroupIds(), source.instanceProfile()))
        .or(
            () ->
                Optional.ofNullable(source.base().ssmParameter())
                    .flatMap(allowlist.sources()::parameterRefusal))
        .or(() -> keyRefusal(source, session))
        .or(() -> snapshotRefusal(source, session));
  }

  /** Why the build instance may not be launched from a base image, if so. */
  Optional<ReadyState> baseRefusal(Image base) {
    return allowlist.sources().imageRefusal(base, desired.namespaceResources(allowlist.account()));
  }

  private Optional<ReadyState> keyRefusal(BuildSource source, ObservationSession session) {
    return DesiredBlockDevices.kmsKeyIds(source.blockDeviceMappings()).stream()
        .flatMap(named -> keyRefusal(named, session).stream())
        .findFirst();
  }

  private Optional<ReadyState> keyRefusal(String named, ObservationSession session) {
    Observation<KmsKey> key = session.observation(KmsQueries.key(named));
    return key instanceof Observation.Failed<KmsKey>(Ec2CallException failure, _)
        ? allowlist.launches().kmsKeyRefusal(named, Optional.empty(), failure.summary())
        : allowlist.launches().kmsKeyRefusal(named, Optional.of(session.value(key).arn()), "");
  }

  private Optional<ReadyState> snapshotRefusal(BuildSource source, ObservationSession session) {
    Map<String, Presence<Snapshot>> snapshots =
        session.getAll(
            DesiredBlockDevices.snapshotIds(source.blockDeviceMappings()), SnapshotQueries::byId);
    return ObservedImageSource.of(snapshots)
        .snapshotRefusal(allowlist.sources(), desired.namespaceResources(allowlist.account()));
  }
}
