package dev.amioperator.retention;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Recognizes objects that a GitOps tool, Helm or another controller applies, by what it writes into
 * their metadata. Such a tool would create a deleted object again: with another image, and with
 * another uid. Every mark counts, also one that tools share: an object that stays by mistake is
 * named in the plan.
 */
final class ObjectTracking {
  /** A mark in an object's labels or annotations; {@code prefix}: any key that starts with it. */
  private record Mark(String tool, String key, boolean prefix) {
    Optional<String> in(Map<String, String> marks) {
      return marks.keySet().stream()
          .filter(found -> prefix ? found.startsWith(key) : found.equals(key))
          .sorted()
          .findFirst();
    }
  }

  /**
   * Most specific first. Argo CD: user-guide/resource_tracking (annotation tracking-id by default
   * since v3, the label app.kubernetes.io/instance before, argocd.argoproj.io/instance as its
   * example of another one). Flux: both controllers label what they apply (fluxcd/flux2 FAQ,
   * fluxcd/helm-controller#238). Helm: helm.sh/docs, "adopting resources". ApplySets: KEP-3659.
   * owning-inventory: kubernetes-sigs/cli-utils, with which kpt and Config Sync apply. kapp:
   * carvel.dev/kapp "Applications". Fleet: rancher/fleet-docs, and rancher/wrangler's objectset.
   */
  private static final List<Mark> MARKS =
      List.of(
          new Mark("Argo CD", "argocd.argoproj.io/", true),
          new Mark("Flux", "kustomize.toolkit.fluxcd.io/", true),
          new Mark("Flux", "helm.toolkit.fluxcd.io/", true),
          new Mark("Flux", "fluxcd.io/sync-", true),
          new Mark("Helm", "meta.helm.sh/", true),
          new Mark("Config Sync", "configmanagement.gke.io/", true),
          new Mark("Config Sync", "configsync.gke.io/", true),
          new Mark("kpt or Config Sync", "config.k8s.io/owning-inventory", false),
          new Mark("kubectl apply --prune", "applyset.kubernetes.io/part-of", false),
          new Mark("kapp", "kapp.k14s.io/", true),
          new Mark("Rancher Fleet", "fleet.cattle.io/", true),
          new Mark("Rancher", "objectset.rio.cattle.io/", true),
          new Mark("Another tool", "app.kubernetes.io/managed-by", false),
          new Mark("Argo CD or Helm", "app.kubernetes.io/instance", false));

  /**
   * Field managers of tools that apply from Git, as written in managedFields: Argo CD's
   * common.ArgoCDSSAManager, Flux's controllers, and the names of the programs of the others.
   */
  private static final List<String> FIELD_MANAGERS =
      List.of(
          "argocd",
          "kustomize-controller",
          "helm",
          "kapp",
          "fleet",
          "configsync",
          "kpt",
          "kubectl-applyset",
          "terraform",
          "pulumi",
          "crossplane");

  private ObjectTracking() {}

  /** Who tracks the object, and by what it is seen; empty: no known tool. */
  static Optional<String> of(RetainedObject object) {
    ObjectMeta metadata = object.object().getMetadata();
    return Stream.<Function<ObjectMeta, Optional<String>>>of(
            ObjectTracking::owner,
            found -> mark(object.annotations(), "annotation"),
            found -> mark(object.labels(), "label"),
            ObjectTracking::fieldManager)
        .flatMap(look -> look.apply(metadata).stream())
        .findFirst();
  }

  private static Optional<String> owner(ObjectMeta metadata) {
    return Objects.requireNonNullElse(
            metadata.getOwnerReferences(),
            List.<io.fabric8.kubernetes.api.model.OwnerReference>of())
        .stream()
        .findFirst()
        .map(owner -> "%s %s owns it.".formatted(owner.getKind(), owner.getName()));
  }

  private static Optional<String> mark(Map<String, String> marks, String place) {
    return MARKS.stream()
        .flatMap(
            mark ->
                mark.in(marks).stream()
                    .map(
                        key ->
                            "%s tracks it, by its %s %s: delete it there."
                                .formatted(mark.tool(), place, key)))
        .findFirst();
  }

  private static Optional<String> fieldManager(ObjectMeta metadata) {
    return Objects.requireNonNullElse(metadata.getManagedFields(), List.<ManagedFieldsEntry>of())
        .stream()
        .map(ManagedFieldsEntry::getManager)
        .filter(Objects::nonNull)
        .filter(
            manager ->
                FIELD_MANAGERS.stream().anyMatch(manager.toLowerCase(Locale.ROOT)::startsWith))
        .findFirst()
        .map("%s applied it, by its managedFields: delete it there."::formatted);
  }
}
