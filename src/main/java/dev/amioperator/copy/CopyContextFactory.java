package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.NamespaceEventSource;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ReadyState;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Gathers what a reconcile of an AmiCopy knows from Kubernetes objects. */
record CopyContextFactory(AccountAccess accountAccess, ClusterId cluster, InstantSource clock) {

  /** The context of a reconcile; a namespace that may not use an account gets no copies there. */
  CopyContext of(
      AmiCopy resource, Context<AmiCopy> context, NamespaceEventSource<AmiCopy> namespaces) {
    Map<String, ReadyState> refusals = new HashMap<>();
    context
        .getSecondaryResources(AwsAccount.class)
        .forEach(
            account ->
                namespaces
                    .refusal(resource, Optional.of(account))
                    .ifPresent(why -> refusals.put(account.getMetadata().getName(), why)));
    return of(resource, context, refusals);
  }

  /** The context of a deletion, which no refusal hinders. */
  CopyContext ofDeletion(AmiCopy resource, Context<AmiCopy> context) {
    return of(resource, context, Map.of());
  }

  private CopyContext of(
      AmiCopy resource, Context<AmiCopy> context, Map<String, ReadyState> refusals) {
    Optional<AmiImage> image = context.getSecondaryResource(AmiImage.class);
    Map<String, AwsAccount> accounts = new HashMap<>();
    context
        .getSecondaryResources(AwsAccount.class)
        .forEach(account -> accounts.put(account.getMetadata().getName(), account));
    RecordedCopy recorded = RecordedCopy.of(resource);
    ObservedSource source = SourceResolver.resolve(resource, image);
    String sourceAccount = SourceResolver.accountRef(resource, image);
    DesiredCopy desired =
        DesiredCopy.of(resource, cluster, destinations(resource, sourceAccount, source, recorded));
    Instant now = clock.instant();
    return new CopyContext(
        desired,
        recorded,
        new AmiCopyStatusFactory(resource, recorded, now),
        sourceAccount,
        source,
        generations(accounts),
        CopyAccess.of(
            new CopyAccess.Accounts(
                accounts, refusals, accountAccess, resource.isMarkedForDeletion()),
            new DestinationKey(sourceAccount, source.id().map(SourceId::region).orElse("")),
            desired.destinations().stream().map(DesiredDestination::key).toList(),
            recorded),
        now);
  }

  private static Map<String, Long> generations(Map<String, AwsAccount> accounts) {
    return accounts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                account ->
                    Objects.requireNonNullElse(
                        account.getValue().getMetadata().getGeneration(), 0L)));
  }

  private static List<DesiredDestination> destinations(
      AmiCopy resource, String sourceAccount, ObservedSource source, RecordedCopy recorded) {
    Map<String, Set<String>> regions = new HashMap<>();
    DestinationExpansion.accountsOfAllRegions(resource.getSpec(), sourceAccount)
        .forEach(account -> regions.put(account, recorded.regionsOf(account)));
    return new DestinationExpansion(
            sourceAccount,
            regions,
            source
                .id()
                .map(id -> Set.of(new DestinationKey(sourceAccount, id.region())))
                .orElse(Set.of()))
        .expand(resource.getSpec());
  }

  /** Every AwsAccount that an object names or has copies in. */
  static Set<String> accountsOf(AmiCopy resource, Optional<AmiImage> image) {
    String sourceAccount = SourceResolver.accountRef(resource, image);
    Set<String> accounts =
        new TreeSet<>(DestinationExpansion.accounts(resource.getSpec(), sourceAccount));
    accounts.add(sourceAccount);
    RecordedCopy.of(resource)
        .regions()
        .forEach(entry -> accounts.add(RecordedCopy.key(entry).account()));
    return accounts;
  }
}
