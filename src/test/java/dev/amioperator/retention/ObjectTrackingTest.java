package dev.amioperator.retention;

import static dev.amioperator.retention.ResourcesScenario.withObjects;
import static dev.amioperator.retention.RetainedObjectFixtures.annotated;
import static dev.amioperator.retention.RetainedObjectFixtures.image;
import static dev.amioperator.retention.RetainedObjectFixtures.labelled;
import static dev.amioperator.retention.RetainedObjectFixtures.unkeptFor;
import static dev.amioperator.retention.RetainedObjectFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that a tool would create again, each as the tool marks it. */
class ObjectTrackingTest {
  @ParameterizedTest
  @CsvSource({
    // argo-cd.readthedocs.io, user-guide/resource_tracking: the default since v3
    "argocd.argoproj.io/tracking-id, images:amioperator.dev/AmiImage:images/old, Argo CD",
    "argocd.argoproj.io/sync-wave, 1, Argo CD",
    // helm.sh, "Chart Tips and Tricks"; helm 3.2 adoption
    "meta.helm.sh/release-name, images, Helm",
    // kubernetes-sigs/cli-utils pkg/common
    "config.k8s.io/owning-inventory, config-management-system_root-sync, kpt or Config Sync",
    "configmanagement.gke.io/managed, enabled, Config Sync",
    "kapp.k14s.io/identity, v1;images/amioperator.dev/AmiImage/old, kapp",
    // rancher/wrangler pkg/objectset, which k3s' addons and Fleet use
    "objectset.rio.cattle.io/id, fleet-agent-bootstrap, Rancher",
    "fleet.cattle.io/bundle-id, images, Rancher Fleet",
  })
  void keepsWhatAnAnnotationMarks(String key, String value, String tool) {
    assertKept(annotated(key, value, image("old", 40)), tool, key);
  }

  @ParameterizedTest
  @CsvSource({
    "argocd.argoproj.io/instance, images, Argo CD",
    "app.kubernetes.io/instance, images, Argo CD or Helm",
    "app.kubernetes.io/managed-by, Helm, Another tool",
    // fluxcd.io, components/kustomize and fluxcd/helm-controller#238
    "kustomize.toolkit.fluxcd.io/name, images, Flux",
    "helm.toolkit.fluxcd.io/name, images, Flux",
    // KEP-3659
    "applyset.kubernetes.io/part-of, applyset-x-v1, kubectl apply --prune",
    "kapp.k14s.io/app, 1234, kapp",
    "objectset.rio.cattle.io/hash, abc, Rancher",
  })
  void keepsWhatALabelMarks(String key, String value, String tool) {
    assertKept(labelled(key, value, image("old", 40)), tool, key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "argocd-controller",
        "argocd-application-controller",
        "kustomize-controller",
        "helm-controller",
        "helm",
        "kapp-server",
        "fleetagent",
        "configsync",
        "kubectl-applyset",
        "Terraform",
        "pulumi-kubernetes-1a2b3c"
      })
  void keepsWhatAFieldManagerApplied(String manager) {
    AmiImage image =
        with(
            image("old", 40),
            meta -> {
              ManagedFieldsEntry entry = new ManagedFieldsEntry();
              entry.setManager(manager);
              meta.setManagedFields(List.of(new ManagedFieldsEntry(), entry));
            });
    assertKept(image, manager, "managedFields");
  }

  @Test
  void keepsWhatHasAnOwner() {
    AmiImage image =
        with(
            image("old", 40),
            meta ->
                meta.setOwnerReferences(
                    List.of(
                        new OwnerReferenceBuilder().withKind("Release").withName("web").build())));
    assertKept(image, "Release web owns it", "");
  }

  /** What kubectl and this operator write is no mark, or nothing would ever be deleted. */
  @Test
  void deletesWhatUsersApplied() {
    AmiImage image =
        with(
            annotated("kubectl.kubernetes.io/last-applied-configuration", "{}", image("old", 40)),
            meta -> {
              ManagedFieldsEntry kubectl = new ManagedFieldsEntry();
              kubectl.setManager("kubectl-client-side-apply");
              ManagedFieldsEntry operator = new ManagedFieldsEntry();
              operator.setManager("fabric8-kubernetes-client");
              meta.setManagedFields(List.of(kubectl, operator));
            });

    assertThat(withObjects(unkeptFor(9, image)).reasons()).containsEntry("old", ObjectReason.Due);
  }

  private static void assertKept(AmiImage image, String tool, String key) {
    ObjectDecision decision = withObjects(unkeptFor(9, image)).decision("old");
    assertThat(decision.reason()).isEqualTo(ObjectReason.Tracked);
    assertThat(decision.message()).startsWith(tool).contains(key);
  }
}
