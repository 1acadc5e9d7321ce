package dev.amioperator.usage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether Karpenter has told which images an EC2NodeClass selects. It selects by id, which is in
 * the spec, or by tags, name or SSM parameter, and writes what it found into status.amis.
 */
final class NodeClassSelection {
  static final String GROUP = "karpenter.k8s.aws";

  /** Terms whose images are in the spec, or are AWS's own. */
  private static final Set<String> TOLD_BY_SPEC = Set.of("id", "alias");

  private NodeClassSelection() {}

  /** Whether the images of an EC2NodeClass cannot be told from its fields. */
  static boolean unresolved(GenericKubernetesResource nodeClass) {
    return isEmpty(nodeClass.get("status", "amis"))
        && list(nodeClass.get("spec", "amiSelectorTerms")).stream()
            .anyMatch(term -> !(term instanceof Map<?, ?> m && toldBySpec(m)));
  }

  private static boolean toldBySpec(Map<?, ?> term) {
    return term.keySet().stream().anyMatch(TOLD_BY_SPEC::contains);
  }

  private static boolean isEmpty(Object value) {
    return list(value).isEmpty();
  }

  private static Collection<?> list(Object value) {
    return value instanceof Collection<?> list ? list : List.of();
  }
}
