package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.NamespaceEventSource;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.QuotasSpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gathers what a reconcile of an AmiCopy knows from Kubernetes objects. */
record CopyContextFactory(
    AccountAccess accountAccess,
    ClusterId cluster,
    InstantSource clock,
    Sessions sessions,
    Function<AmiCopy, SourceGrantUse> grantUse) {
  /** Opens a session that reads the regions of an account. */
  interface Sessions {
    ObservationSession open(Owner owner, AccountRegion at, Instant now);
  }

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
    RecordedCopy recorded = RecordedCopy.of(resource);
    ObservedSource source = SourceResolver.resolve(resource, image);
    String sourceAccount = SourceResolver.accountRef(resource, image);
    Instant now = clock.instant();
    DestinationKey sourceKey =
        new DestinationKey(sourceAccount, source.id().map(SourceId::region).orElse(""));
    Map<String, AwsAccount> accounts = accountsByName(context);
    var access =
        new CopyAccess.Accounts(accounts, refusals, accountAccess, resource.isMarkedForDeletion());
    AllRegions allRegions = allRegions(resource, sourceKey, access, recorded, now);
    return new CopyContext(
        DesiredCopy.of(resource, cluster, allRegions.destinations()),
        recorded,
        new AmiCopyStatusFactory(resource, recorded, now),
        sourceAccount,
        source,
        generations(accounts),
        CopyAccess.of(
            access,
            sourceKey,
            allRegions.destinations().stream().map(DesiredDestination::key).toList(),
            recorded),
        allRegions,
        grantUse.apply(resource),
        copyQuotas(accounts.values()),
        now);
  }

  private static Map<String, Integer> copyQuotas(Collection<AwsAccount> accounts) {
    Map<String, Integer> quotas = new HashMap<>();
    accounts.forEach(
        account ->
            Optional.ofNullable(account.getSpec().quotas())
                .map(QuotasSpec::concurrentImageCopies)
                .ifPresent(quota -> quotas.put(account.getMetadata().getName(), quota)));
    return quotas;
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

  private static Map<String, AwsAccount> accountsByName(Context<AmiCopy> context) {
    Map<String, AwsAccount> accounts = new HashMap<>();
    context
        .getSecondaryResources(AwsAccount.class)
        .forEach(account -> accounts.put(account.getMetadata().getName(), account));
    return accounts;
  }

  private AllRegions allRegions(
      AmiCopy resource,
      DestinationKey source,
      CopyAccess.Accounts access,
      RecordedCopy recorded,
      Instant now) {
    Owner owner = Owner.of(cluster, resource);
    return AllRegions.of(
        resource.getSpec(),
        source,
        access,
        recorded,
        new EnabledRegionsObserver(accountAccess, at -> sessions.open(owner, at, now)));
  }

  /** Every AwsAccount that an object names or has copies in. */
  static Set<String> accountsOf(AmiCopy resource, Optional<AmiImage> image) {
    String sourceAccount = SourceResolver.accountRef(resource, image);
    Set<String> accounts =
        new TreeSet<>(DestinationExpansion.accounts(resource.getSpec(), sourceAccount));
    accounts.add(sourceAccount);
    RecordedCopy recorded = RecordedCopy.of(resource);
    recorded.regions().forEach(entry -> accounts.add(RecordedCopy.key(entry).account()));
    recorded.grants().forEach(grant -> accounts.add(grant.sourceAccount()));
    return accounts;
  }
}
