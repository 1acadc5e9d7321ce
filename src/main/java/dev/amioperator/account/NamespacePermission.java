package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.NamespacesSpec;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Permission of a namespace to use an AwsAccount: {@code spec.namespaces}. Pure.
 *
 * <p>It concerns what objects do next, never their deletion: an object that lost its namespace's
 * permission is still cleaned up.
 */
public final class NamespacePermission {
  private static final String STAYS =
      " What this object has in EC2, and whom it is shared with, stays as it is until the object is"
          + " deleted.";

  private NamespacePermission() {}

  /**
   * Why the objects of a namespace may not use an AwsAccount, if so.
   *
   * @param namespace the name of the namespace
   * @param labels its labels; objects' own labels never count, as whoever creates them chooses them
   */
  public static Optional<ReadyState> refusal(
      AwsAccount account, String namespace, NamespaceLabels labels) {
    String name = account.getMetadata().getName();
    NamespacesSpec spec =
        Optional.ofNullable(account.getSpec()).map(AwsAccountSpec::namespaces).orElse(null);
    if (spec != null && Boolean.TRUE.equals(spec.all())) {
      return Optional.empty();
    }
    if (spec == null || spec.selector() == null) {
      return spec != null && spec.names() != null && spec.names().contains(namespace)
          ? Optional.empty()
          : notAllowed(
              "AwsAccount %s does not list namespace %s. To allow its objects, add this line below"
                  + " spec.namespaces.names of the AwsAccount: - %s",
              name, namespace, namespace);
    }
    return refusal(name, spec.selector(), namespace, labels);
  }

  private static Optional<ReadyState> refusal(
      String name, NamespacesSpec.Selector selector, String namespace, NamespaceLabels labels) {
    return switch (labels) {
      case NamespaceLabels.Known(Map<String, String> known) ->
          matches(selector, known)
              ? Optional.empty()
              : notAllowed(
                  "spec.namespaces.selector of AwsAccount %s does not match the labels of namespace"
                      + " %s. To allow its objects, have the namespace labelled as the selector"
                      + " requires (kubectl label namespace %s)",
                  name, namespace, namespace);
      case NamespaceLabels.NotRead() ->
          Optional.of(
              new ReadyState.Reconciling(
                  Reason.Observing,
                  "Reading the labels of namespace %s.".formatted(namespace),
                  Requeue.NEXT_STEP));
      case NamespaceLabels.NotReadable() ->
          notAllowed(
              "AwsAccount %s selects namespaces by labels, which an operator that watches only some"
                  + " namespaces may not read. Replace spec.namespaces.selector of the AwsAccount by"
                  + " names, with this line for namespace %s: - %s",
              name, namespace, namespace);
    };
  }

  private static boolean matches(NamespacesSpec.Selector selector, Map<String, String> labels) {
    boolean all =
        selector.matchLabels() == null
            || labels.entrySet().containsAll(selector.matchLabels().entrySet());
    return all
        && (selector.matchExpressions() == null
            || selector.matchExpressions().stream().allMatch(e -> matches(e, labels)));
  }

  /** As Kubernetes does it: a namespace without the label matches NotIn. */
  private static boolean matches(
      NamespacesSpec.Requirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.key());
    List<String> values = Optional.ofNullable(requirement.values()).orElse(List.of());
    return switch (requirement.operator()) {
      case IN -> value != null && values.contains(value);
      case NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }

  private static Optional<ReadyState> notAllowed(String message, Object... values) {
    return Optional.of(
        new ReadyState.Stalled(Reason.NotAllowed, message.formatted(values) + "." + STAYS));
  }
}
