package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.RetentionTarget;
import dev.amioperator.ownership.WatchedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects of this installation that name an AwsAccount and so prevent its deletion. */
final class AccountReferences {
  private AccountReferences() {}

  /** The objects that name the AwsAccount, read from the API server. */
  static List<String> to(String name, KubernetesClient kubernetes, WatchedNamespaces watched) {
    return Stream.of(
            referring(
                name,
                objects(kubernetes, AmiImage.class, watched),
                i -> accountRef(i.getSpec().accountRef())),
            referring(
                name,
                objects(kubernetes, AmiCopy.class, watched),
                AccountReferences::accountRefsOf),
            referring(
                name,
                objects(kubernetes, AmiRetentionPolicy.class, watched),
                AccountReferences::accountRefsOf))
        .flatMap(Function.identity())
        .toList();
  }

  /** A policy finishes its retirements also in an AwsAccount that left its spec. */
  private static Set<String> accountRefsOf(AmiRetentionPolicy policy) {
    if (policy.getSpec().target() == RetentionTarget.RESOURCES) {
      return Set.of();
    }
    List<String> named = policy.getSpec().accountRefs();
    Stream<String> retiring =
        Stream.ofNullable(policy.getStatus()).flatMap(AccountReferences::accountsToFinish);
    return Stream.concat(
            named == null || named.isEmpty()
                ? Stream.of(AccountAccess.nameOf(null))
                : named.stream(),
            retiring)
        .collect(Collectors.toSet());
  }

  private static Stream<String> accountsToFinish(AmiRetentionPolicyStatus status) {
    return Stream.concat(
        Stream.ofNullable(status.retiring())
            .flatMap(List::stream)
            .map(AmiRetentionPolicyStatus.Retiring::accountRef),
        Stream.ofNullable(status.reversible())
            .flatMap(List::stream)
            .map(AmiRetentionPolicyStatus.PolicyRegion::accountRef));
  }

  /** An AmiCopy of an AmiImage names its source's account in the status only. */
  private static Set<String> accountRefsOf(AmiCopy copy) {
    Optional<AmiCopyStatus> status = Optional.ofNullable(copy.getStatus());
    return Stream.of(
            Stream.of(
                AccountAccess.nameOf(
                    Optional.ofNullable(copy.getSpec().source().accountRef())
                        .or(() -> status.map(AmiCopyStatus::accountRef))
                        .orElse(null))),
            copy.getSpec().destinations().stream().map(CopyDestination::accountRef),
            status.map(AmiCopyStatus::regions).stream()
                .flatMap(List::stream)
                .map(RegionStatus::account),
            status.map(AmiCopyStatus::grants).stream()
                .flatMap(List::stream)
                .map(CopyGrant::sourceAccount))
        .flatMap(Function.identity())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static Set<String> accountRef(String name) {
    return Set.of(AccountAccess.nameOf(name));
  }

  /** The objects of a kind, by a list per namespace unless all namespaces may be listed. */
  private static <R extends HasMetadata> Stream<R> objects(
      KubernetesClient kubernetes, Class<R> kind, WatchedNamespaces watched) {
    return watched.all()
        ? kubernetes.resources(kind).inAnyNamespace().list().getItems().stream()
        : watched.names().stream()
            .sorted()
            .flatMap(
                namespace ->
                    kubernetes.resources(kind).inNamespace(namespace).list().getItems().stream());
  }

  private static <R extends HasMetadata> Stream<String> referring(
      String name, Stream<R> objects, Function<R, Set<String>> accountsOf) {
    return objects
        .filter(object -> accountsOf.apply(object).contains(name))
        .map(AccountReferences::kindAndName);
  }

  private static String kindAndName(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return "%s %s/%s".formatted(object.getKind(), metadata.getNamespace(), metadata.getName());
  }
}
