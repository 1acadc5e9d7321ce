package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ownership.ClusterId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What else in the cluster has a say about images, from the informers' caches. */
final class ClusterResources {
  private final Set<String> namespaces;
  private final InformerEventSource<AmiImage, AmiRetentionPolicy> images;
  private final InformerEventSource<AmiCopy, AmiRetentionPolicy> copies;
  private final Cache<AmiRetentionPolicy> policies;

  private ClusterResources(
      Set<String> namespaces,
      InformerEventSource<AmiImage, AmiRetentionPolicy> images,
      InformerEventSource<AmiCopy, AmiRetentionPolicy> copies,
      Cache<AmiRetentionPolicy> policies) {
    this.namespaces = namespaces;
    this.images = images;
    this.copies = copies;
    this.policies = policies;
  }

  static ClusterResources of(EventSourceContext<AmiRetentionPolicy> context) {
    var controller = context.getControllerConfiguration();
    Set<String> watched = controller.getInformerConfig().getEffectiveNamespaces(controller);
    return new ClusterResources(
        InformerConfiguration.allNamespacesWatched(watched) ? Set.of() : Set.copyOf(watched),
        informerFor(AmiImage.class, context),
        informerFor(AmiCopy.class, context),
        context.getPrimaryCache());
  }

  /** A change of one wakes no policy: the next look at the policy sees it. */
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
    return List.of(images, copies);
  }

  /** Whether the caches hold all there is: before that, absence means nothing. */
  boolean hasSynced() {
    return Stream.of(images, copies)
        .flatMap(source -> source.informerHealthIndicators().values().stream())
        .allMatch(InformerHealthIndicator::hasSynced);
  }

  DeclaredImages declaredImages(ClusterId cluster) {
    return DeclaredImages.of(cluster, namespaces, images.list().toList(), copies.list().toList());
  }

  /** The other policies of the same account, by name; those being deleted have no say. */
  Map<String, EffectivePolicy> otherPolicies(AmiRetentionPolicy policy) {
    Map<String, EffectivePolicy> others = new HashMap<>();
    policies
        .list(other -> sameAccount(policy, other))
        .filter(other -> !other.getMetadata().getUid().equals(policy.getMetadata().getUid()))
        .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
        .forEach(
            other ->
                others.put(
                    namespacedName(other),
                    EffectivePolicy.of(other.getSpec(), accountName(other))));
    return others;
  }

  /** The name of the AwsAccount that a policy speaks of. */
  static String accountName(AmiRetentionPolicy policy) {
    return AccountAccess.nameOf(policy.getSpec().accountRef());
  }

  private static boolean sameAccount(AmiRetentionPolicy one, AmiRetentionPolicy other) {
    boolean sameId =
        one.getStatus() != null
            && other.getStatus() != null
            && one.getStatus().accountId() != null
            && one.getStatus().accountId().equals(other.getStatus().accountId());
    return sameId || accountName(one).equals(accountName(other));
  }

  private static String namespacedName(AmiRetentionPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }
}
