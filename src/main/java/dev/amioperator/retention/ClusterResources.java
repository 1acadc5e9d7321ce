package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.account.AccountEventSource;
import dev.amioperator.account.NamespaceEventSource;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The AmiImages, AmiCopies, AwsAccounts and other policies of the cluster, from caches. */
record ClusterResources(
    Set<String> namespaces,
    InformerEventSource<AmiImage, AmiRetentionPolicy> images,
    InformerEventSource<AmiCopy, AmiRetentionPolicy> copies,
    InformerEventSource<AwsAccount, AmiRetentionPolicy> accounts,
    NamespaceEventSource<AmiRetentionPolicy> permissions,
    Cache<AmiRetentionPolicy> policies) {

  static ClusterResources of(EventSourceContext<AmiRetentionPolicy> context) {
    var controller = context.getControllerConfiguration();
    Set<String> watched = controller.getInformerConfig().getEffectiveNamespaces(controller);
    return new ClusterResources(
        InformerConfiguration.allNamespacesWatched(watched) ? Set.of() : Set.copyOf(watched),
        informerFor(AmiImage.class, context),
        informerFor(AmiCopy.class, context),
        AccountEventSource.ofSeveral(
            context, AmiRetentionPolicy.class, ClusterResources::accountsInUse),
        NamespaceEventSource.of(context, AmiRetentionPolicy.class),
        context.getPrimaryCache());
  }

  /** An informer whose events trigger no policy: the next evaluation reads its cache. */
  private static <R extends HasMetadata> InformerEventSource<R, AmiRetentionPolicy> informerFor(
      Class<R> kind, EventSourceContext<AmiRetentionPolicy> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, AmiRetentionPolicy.class)
            .withName(HasMetadata.getPlural(kind))
            .withSecondaryToPrimaryMapper(object -> Set.of())
            .build(),
        context);
  }

  List<EventSource<?, AmiRetentionPolicy>> eventSources() {
    return Stream.concat(Stream.of(images, copies, accounts), permissions.eventSources()).toList();
  }

  /** Whether the informer caches are complete; before that, a missing object proves nothing. */
  boolean hasSynced() {
    return Stream.of(images, copies, accounts)
        .flatMap(source -> source.informerHealthIndicators().values().stream())
        .allMatch(InformerHealthIndicator::hasSynced);
  }

  DeclaredImages declaredImages(ClusterId cluster) {
    return DeclaredImages.of(
        cluster,
        namespaces,
        images.list().toList(),
        copies.list().toList(),
        this::permittedAccount);
  }

  /** The objects that concern snapshots without an image. */
  OrphanEvaluator.ClusterObjects snapshotUse() {
    return new OrphanEvaluator.ClusterObjects(
        () -> NamedSnapshots.in(Stream.concat(images.list(), copies.list())), this::accountsOf);
  }

  /** A namespace whose labels are not read yet may be permitted: its objects keep their images. */
  private Optional<AwsAccount> permittedAccount(String namespace, String account) {
    return accounts
        .get(new ResourceID(account))
        .filter(
            found ->
                permissions
                    .refusal(namespace, found)
                    .filter(refusal -> !(refusal instanceof ReadyState.Reconciling))
                    .isEmpty());
  }

  /** The AwsAccounts, and whether a policy may use them. */
  PolicyAccess.Accounts accountsFor(AmiRetentionPolicy policy) {
    String namespace = policy.getMetadata().getNamespace();
    return new PolicyAccess.Accounts() {
      @Override
      public Optional<AwsAccount> find(String name) {
        return account(name);
      }

      @Override
      public Optional<ReadyState> refusal(AwsAccount account) {
        return permissions.refusal(namespace, account);
      }
    };
  }

  /**
   * The other policies that act in any of these accounts, without those being deleted, by their
   * name in the form of the tag {@value TagKeys#RESOURCE}.
   */
  Map<String, EffectivePolicy> otherPolicies(
      AmiRetentionPolicy policy, List<PolicyAccess.Account> evaluated, ClusterId cluster) {
    return new OtherPolicies(cluster, evaluated, this::account)
        .of(
            policies
                .list(other -> !ResourcesPolicy.targets(other))
                .filter(
                    other -> !other.getMetadata().getUid().equals(policy.getMetadata().getUid()))
                .filter(other -> other.getMetadata().getDeletionTimestamp() == null));
  }

  /** This policy, then the others about images, with those being deleted. */
  List<AmiRetentionPolicy> imagePolicies(AmiRetentionPolicy policy) {
    String uid = policy.getMetadata().getUid();
    return Stream.concat(
            Stream.of(policy),
            policies
                .list(other -> !ResourcesPolicy.targets(other))
                .filter(other -> !other.getMetadata().getUid().equals(uid)))
        .toList();
  }

  /** The other policies about objects of the same namespace, by name. */
  Map<String, ResourcesPolicy> otherResourcesPolicies(AmiRetentionPolicy policy) {
    return policies
        .list(ResourcesPolicy::targets)
        .filter(
            other -> other.getMetadata().getNamespace().equals(policy.getMetadata().getNamespace()))
        .filter(other -> !other.getMetadata().getUid().equals(policy.getMetadata().getUid()))
        .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
        .collect(toMap(other -> other.getMetadata().getName(), ResourcesPolicy::of));
  }

  /** The AmiImages and AmiCopies of a namespace. */
  List<RetainedObject> objects(String namespace) {
    return Stream.concat(
            images.list(namespace, image -> true).map(RetainedObject::new),
            copies.list(namespace, copy -> true).map(RetainedObject::new))
        .toList();
  }

  Optional<AwsAccount> account(String name) {
    return accounts.get(new ResourceID(name));
  }

  /** Why the objects of a namespace may not use an AwsAccount, if it exists and so. */
  Optional<ReadyState> refusal(String namespace, String account) {
    return account(account).flatMap(found -> permissions.refusal(namespace, found));
  }

  /** All AwsAccounts that represent an AWS account, by their status. */
  List<AwsAccount> accountsOf(String accountId) {
    return accounts
        .list(
            account ->
                account.getStatus() != null && accountId.equals(account.getStatus().accountId()))
        .toList();
  }

  /** The AwsAccounts whose images a policy evaluates. */
  static List<String> accountNames(AmiRetentionPolicy policy) {
    return Optional.ofNullable(policy.getSpec().accountRefs())
        .filter(names -> !names.isEmpty())
        .orElse(List.of(Api.DEFAULT_ACCOUNT));
  }

  /** The AwsAccounts in which retirements have begun, or steps may be undone. */
  private static Stream<String> accountsToFinish(AmiRetentionPolicyStatus status) {
    return Stream.concat(
        Stream.ofNullable(status.retiring())
            .flatMap(List::stream)
            .map(AmiRetentionPolicyStatus.Retiring::accountRef),
        Stream.ofNullable(status.reversible())
            .flatMap(List::stream)
            .map(AmiRetentionPolicyStatus.PolicyRegion::accountRef));
  }

  /** The AwsAccounts that a policy evaluates, and those in which it finishes retirements. */
  static Set<String> accountsInUse(AmiRetentionPolicy policy) {
    if (ResourcesPolicy.targets(policy)) {
      return Set.of();
    }
    return Stream.concat(
            accountNames(policy).stream(),
            Stream.ofNullable(policy.getStatus()).flatMap(ClusterResources::accountsToFinish))
        .collect(Collectors.toSet());
  }
}
