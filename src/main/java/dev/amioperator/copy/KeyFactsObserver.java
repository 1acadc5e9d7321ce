package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.ownership.GrantName;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what decides whether EC2 can use the KMS keys of a copy: its own, and the source's. */
record KeyFactsObserver(ObservationSession session, CopyTarget target, SourceObserver source) {

  /**
   * The facts about the keys; empty while the source is not read.
   *
   * @param snapshots those of a copy that EC2 failed to create
   * @param key the key that the spec names, or the account has by default
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while KMS is
   *     queried, or after it did not answer
   */
  Optional<KeyFacts> observe(List<Snapshot> snapshots, ObservedKey key) {
    return target.source() instanceof ObservedSource.Available(_, Image image)
        ? Optional.of(observe(image, snapshots, key))
        : Optional.empty();
  }

  private KeyFacts observe(Image image, List<Snapshot> snapshots, ObservedKey key) {
    List<KeyFact> facts = new ArrayList<>();
    Stream.concat(arns(snapshots), key.described().map(KmsKey::arn).stream())
        .distinct()
        .sorted()
        .forEach(arn -> facts.add(fact(session, arn)));
    ObservationSession there = source.session(target.sourceId());
    arns(source.snapshots(target.sourceId(), image))
        .distinct()
        .sorted()
        .forEach(arn -> facts.add(fact(there, arn)));
    return new KeyFacts(
        Owner.hash(
            Stream.concat(Stream.of(target.revision()), facts.stream().map(KeyFact::text))
                .collect(Collectors.joining("\n"))),
        facts.stream()
            .flatMap(fact -> fact.grants().stream())
            .flatMap(grant -> grant.effectiveAt().stream())
            .max(Comparator.naturalOrder()));
  }

  private static Stream<String> arns(List<Snapshot> snapshots) {
    return snapshots.stream().flatMap(snapshot -> snapshot.kmsKeyArn().stream());
  }

  /** Texts of errors are left out: they may differ from call to call. */
  private static KeyFact fact(ObservationSession session, String arn) {
    Observation<KmsKey> key = session.observation(KmsQueries.key(arn));
    if (key instanceof Observation.Failed<KmsKey>(var failure, _)
        && CopyKeyObserver.isAnswer(failure)) {
      return new KeyFact(arn + " " + failure.errorClass(), List.of());
    }
    String state = session.value(key).state();
    KmsKeyAccess access = session.get(KmsQueries.keyAccess(arn));
    // Those of EC2 itself, which are constrained, and of AmiCopies come and go with each copy.
    List<KmsKeyAccess.Grant> grants =
        access.grants().stream()
            .filter(grant -> !grant.constrained() && !GrantName.namesAny(grant.name()))
            .toList();
    return new KeyFact(String.join(" ", arn, state, access.policy(), text(grants)), grants);
  }

  private static String text(List<KmsKeyAccess.Grant> grants) {
    return grants.stream()
        .map(grant -> grant.grantee() + new TreeSet<>(grant.operations()))
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }

  /** What KMS reveals of a key, and the grants that people gave. */
  private record KeyFact(String text, List<KmsKeyAccess.Grant> grants) {}
}
