package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What users with Kubernetes' ClusterRoles view, edit and admin may do with the operator's kinds.
 */
class UserRolesIT {
  private static final ControlPlane CONTROL_PLANE = ControlPlane.get();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static String namespace;
  private static String other;

  @BeforeAll
  static void install() {
    namespace = CONTROL_PLANE.namespace("users");
    other = CONTROL_PLANE.namespace("users");
    Chart chart = new Chart(namespace, namespace);
    ProgramResult applied =
        chart.apply(CONTROL_PLANE, chart.render("--set=replicas=0,defaultAccount.create=false"));
    assertThat(applied.status()).as(applied.output()).isZero();
    for (String role : List.of("view", "edit", "admin")) {
      assertThat(
              CONTROL_PLANE
                  .kubectl(
                      "create",
                      "rolebinding",
                      role,
                      "-n=" + namespace,
                      "--clusterrole=" + role,
                      "--user=" + role)
                  .status())
          .isZero();
    }
    // The rules are aggregated by a controller.
    await().atMost(SOON).until(() -> may("view", "get amiimages"));
    await().atMost(SOON).until(() -> may("edit", "create amiimages"));
    await().atMost(SOON).until(() -> may("admin", "create amiimages"));
  }

  @AfterAll
  static void clear() {
    CONTROL_PLANE.kubectl(
        "delete", "clusterrole,clusterrolebinding", "-l=app.kubernetes.io/instance=" + namespace);
    CONTROL_PLANE.client().namespaces().withName(namespace).delete();
    CONTROL_PLANE.client().namespaces().withName(other).delete();
  }

  @Test
  void editorsCreateImagesInTheirNamespace() throws IOException {
    for (String user : List.of("edit", "admin")) {
      ProgramResult created = apply(user, image(user, namespace));
      assertThat(created.status()).as(created.output()).isZero();
      assertThat(as(user, "delete", "amiimage", user, "-n=" + namespace, "--wait=false").status())
          .isZero();
      assertForbidden(apply(user, image(user, other)));
    }
  }

  @Test
  void editorsTouchNoStatusAndNoAccount() throws IOException {
    CONTROL_PLANE.kubectl("apply", "-f", file(image("theirs", namespace)).toString());
    for (String user : List.of("view", "edit", "admin")) {
      assertForbidden(
          as(
              user,
              "patch",
              "amiimage",
              "theirs",
              "-n=" + namespace,
              "--subresource=status",
              "--type=merge",
              "-p={\"status\":{\"imageId\":\"ami-0123456789abcdef0\"}}"));
      assertForbidden(as(user, "get", "awsaccounts"));
      assertForbidden(
          apply(
              user,
              """
              apiVersion: amioperator.dev/v1alpha1
              kind: AwsAccount
              metadata: {name: mine}
              spec: {namespaces: {all: true}}
              """));
    }
  }

  @Test
  void viewersOnlyRead() throws IOException {
    assertForbidden(apply("view", image("theirs", namespace)));
    for (String kind : List.of("amiimages", "amicopies", "amiretentionpolicies")) {
      for (String verb : List.of("get", "list", "watch")) {
        assertThat(may("view", verb + " " + kind)).as(verb + " " + kind).isTrue();
      }
      assertThat(may("view", "get " + kind + " --subresource=status")).isTrue();
      assertThat(may("view", "delete " + kind)).isFalse();
      assertThat(may("edit", "deletecollection " + kind)).isTrue();
      assertThat(may("edit", "patch " + kind + " --subresource=status")).isFalse();
    }
  }

  /** The role has no effect before it is bound. */
  @Test
  void accountAdministratorsCreateAccounts() {
    String role =
        "ami-operator:%s:%s-ami-operator:awsaccount-admin".formatted(namespace, namespace);
    CONTROL_PLANE.kubectl(
        "create", "clusterrolebinding", namespace, "--clusterrole=" + role, "--user=aws");

    assertThat(may("aws", "create awsaccounts")).isTrue();
    assertThat(may("aws", "patch awsaccounts --subresource=status")).isFalse();
    assertThat(may("aws", "get amiimages")).isFalse();
    CONTROL_PLANE.kubectl("delete", "clusterrolebinding", namespace);
  }

  private static boolean may(String user, String what) {
    List<String> arguments = new ArrayList<>(List.of("auth", "can-i"));
    arguments.addAll(List.of(what.split(" ")));
    arguments.addAll(List.of("-n=" + namespace, "--as=" + user, "-q"));
    return CONTROL_PLANE.kubectl(arguments.toArray(String[]::new)).status() == 0;
  }

  private static ProgramResult as(String user, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--as=" + user);
    return CONTROL_PLANE.kubectl(all.toArray(String[]::new));
  }

  private static ProgramResult apply(String user, String manifest) throws IOException {
    return as(user, "create", "-f", file(manifest).toString());
  }

  private static Path file(String manifest) throws IOException {
    return Files.writeString(Files.createTempFile("manifest", ".yaml"), manifest);
  }

  private static void assertForbidden(ProgramResult result) {
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("forbidden");
  }

  private static String image(String name, String namespace) {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AmiImage
    metadata: {name: %s, namespace: %s}
    spec:
      region: eu-west-1
      source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}
    """
        .formatted(name, namespace);
  }
}
