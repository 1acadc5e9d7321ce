package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.reconcile.ReadyState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Labels of namespaces, and reconciles of the objects in a namespace when its labels change. An
 * operator that is restricted to some namespaces has neither: its role covers no Namespace objects.
 *
 * @param informer of the Namespace objects; empty for such an operator
 */
public record NamespaceEventSource<R extends HasMetadata>(
    Optional<InformerEventSource<Namespace, R>> informer) {

  /** The event source of Namespaces for a kind's controller. */
  public static <R extends HasMetadata> NamespaceEventSource<R> of(
      EventSourceContext<R> context, Class<R> kind) {
    var controller = context.getControllerConfiguration();
    Set<String> watched = controller.getInformerConfig().getEffectiveNamespaces(controller);
    return new NamespaceEventSource<>(
        InformerConfiguration.allNamespacesWatched(watched)
            ? Optional.of(informer(context, kind))
            : Optional.empty());
  }

  private static <R extends HasMetadata> InformerEventSource<Namespace, R> informer(
      EventSourceContext<R> context, Class<R> kind) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Namespace.class, kind)
            .withName("namespaces")
            .withOnUpdateFilter((now, before) -> !labels(now).equals(labels(before)))
            .withSecondaryToPrimaryMapper(
                namespace ->
                    context
                        .getPrimaryCache()
                        .list(namespace.getMetadata().getName(), object -> true)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(
                (R object) -> Set.of(new ResourceID(object.getMetadata().getNamespace())))
            .build(),
        context);
  }

  /** The event sources to register with the controller. */
  public Stream<EventSource<?, R>> eventSources() {
    return informer.stream().map(source -> source);
  }

  /** Why an object may not use its AwsAccount, if so; see {@link NamespacePermission}. */
  public Optional<ReadyState> refusal(R object, Optional<AwsAccount> account) {
    return account.flatMap(known -> refusal(object.getMetadata().getNamespace(), known));
  }

  /** Why the objects of a namespace may not use an AwsAccount, if so. */
  public Optional<ReadyState> refusal(String namespace, AwsAccount account) {
    return NamespacePermission.refusal(account, namespace, labelsOf(namespace));
  }

  private NamespaceLabels labelsOf(String namespace) {
    return informer
        .map(
            source ->
                source
                    .get(new ResourceID(namespace))
                    .<NamespaceLabels>map(found -> new NamespaceLabels.Known(labels(found)))
                    .orElseGet(NamespaceLabels.NotRead::new))
        .orElseGet(NamespaceLabels.NotReadable::new);
  }

  private static Map<String, String> labels(Namespace namespace) {
    return Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
  }
}
