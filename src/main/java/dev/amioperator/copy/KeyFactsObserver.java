package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what decides whether EC2 can use the KMS keys of a copy: its own, and the source's. */
record KeyFactsObserver(ObservationSession session, CopyTarget target, SourceObserver source) {

  /**
   * A hash of the spec, the AwsAccounts, and the states, policies and grants of the keys; empty
   * while the source is not read.
   *
   * @param snapshots those of a copy that EC2 failed to create
   * @param key the key that the spec names, or the account has by default
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while KMS is
   *     queried, or after it did not answer
   */
  Optional<String> observe(List<Snapshot> snapshots, ObservedKey key) {
    return target.source() instanceof ObservedSource.Available(_, Image image)
        ? Optional.of(observe(image, snapshots, key))
        : Optional.empty();
  }

  private String observe(Image image, List<Snapshot> snapshots, ObservedKey key) {
    List<String> facts = new ArrayList<>(List.of(target.revision()));
    Stream.concat(arns(snapshots), key.described().map(KmsKey::arn).stream())
        .distinct()
        .sorted()
        .forEach(arn -> facts.add(facts(session, arn)));
    ObservationSession there = source.session(target.sourceId());
    arns(source.snapshots(target.sourceId(), image))
        .distinct()
        .sorted()
        .forEach(arn -> facts.add(facts(there, arn)));
    return Owner.hash(String.join("\n", facts));
  }

  private static Stream<String> arns(List<Snapshot> snapshots) {
    return snapshots.stream().flatMap(snapshot -> snapshot.kmsKeyArn().stream());
  }

  /** Texts of errors are left out: they may differ from call to call. */
  private static String facts(ObservationSession session, String arn) {
    Observation<KmsKey> key = session.observation(KmsQueries.key(arn));
    if (key instanceof Observation.Failed<KmsKey>(var failure, _)
        && CopyKeyObserver.isAnswer(failure)) {
      return arn + " " + failure.errorClass();
    }
    String state = session.value(key).state();
    KmsKeyAccess access = session.get(KmsQueries.keyAccess(arn));
    return String.join(" ", arn, state, access.policy(), grants(access).toString());
  }

  /** The grants that people give: those of EC2 itself come and go with each copy. */
  private static TreeSet<String> grants(KmsKeyAccess access) {
    return access.grants().stream()
        .filter(grant -> !grant.constrained())
        .map(grant -> grant.grantee() + new TreeSet<>(grant.operations()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
