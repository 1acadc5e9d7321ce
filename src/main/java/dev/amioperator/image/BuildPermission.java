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
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Permission of an AwsAccount to launch a build instance, checked before each launch. */
record BuildPermission(DesiredImage desired, Allowlist allowlist) {

  /**
   * Why the build instance may not be launched, whatever its base, if so.
   *
   * @param keys what the KMS keys of the spec are, by their names in it
   * @throws ObservationReader.ObservationPendingException when AWS's answer is pending or failed
   */
  Optional<ReadyState> refusal(ObservationSession session, Map<String, Observation<KmsKey>> keys) {
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
        .or(() -> keyRefusal(session, keys))
        .or(() -> snapshotRefusal(source, session));
  }

  /** Why the build instance may not be launched from a base image, if so. */
  Optional<ReadyState> baseRefusal(Image base) {
    BuildSource.Base source = desired.buildSource().base();
    NamespaceResources claim = desired.namespaceResources(allowlist.account());
    return source.lookup() != null || source.ssmParameter() != null
        ? allowlist
            .sources()
            .foundImageRefusal(
                "source.build.base." + (source.lookup() != null ? "lookup" : "ssmParameter"),
                base,
                claim)
        : allowlist.sources().imageRefusal(base, claim);
  }

  /** The ARNs of the KMS keys of block device mappings, by their names in the spec. */
  Map<String, Observation<KmsKey>> keys(ObservationSession session) {
    return DesiredBlockDevices.kmsKeyIds(desired.buildSource().blockDeviceMappings()).stream()
        .collect(
            Collectors.toMap(
                Function.identity(), named -> session.observation(KmsQueries.key(named))));
  }

  private Optional<ReadyState> keyRefusal(
      ObservationSession session, Map<String, Observation<KmsKey>> keys) {
    return new TreeMap<>(keys)
        .entrySet().stream()
            .flatMap(key -> keyRefusal(key.getKey(), key.getValue(), session).stream())
            .findFirst();
  }

  private Optional<ReadyState> keyRefusal(
      String named, Observation<KmsKey> key, ObservationSession session) {
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
