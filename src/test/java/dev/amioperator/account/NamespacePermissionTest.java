package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespacePermissionTest {
  private static final NamespaceLabels LABELS =
      new NamespaceLabels.Known(
          Map.of("kubernetes.io/metadata.name", "shop", "tier", "prod", "cost", ""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{all: true} | true",
        "{all: false} | false",
        "{} | false",
        "{names: [web, shop]} | true",
        "{names: [web, shop-a, sho, '*']} | false",
        "{selector: {matchLabels: {tier: prod}}} | true",
        "{selector: {matchLabels: {tier: prod, cost: ''}}} | true",
        "{selector: {matchLabels: {tier: prod, team: a}}} | false",
        "{selector: {matchLabels: {tier: test}}} | false",
        "{selector: {matchExpressions: [{key: tier, operator: In, values: [test, prod]}]}} | true",
        "{selector: {matchExpressions: [{key: team, operator: In, values: [test, prod]}]}} | false",
        "{selector: {matchExpressions: [{key: cost, operator: Exists}]}} | true",
        "{selector: {matchExpressions: [{key: team, operator: Exists}]}} | false",
        "{selector: {matchLabels: {tier: prod}, matchExpressions: [{key: team, operator: NotIn, values: [a]}]}} | true",
        "{selector: {matchLabels: {tier: prod}, matchExpressions: [{key: tier, operator: NotIn, values: [prod]}]}} | false",
        "{selector: {matchLabels: {tier: prod}, matchExpressions: [{key: cost, operator: DoesNotExist}]}} | false",
        "{selector: {matchLabels: {tier: test}, matchExpressions: [{key: cost, operator: Exists}]}} | false"
      })
  void permitsListedOrSelectedNamespaces(String namespaces, boolean permitted) {
    assertThat(refusal(namespaces, LABELS).isEmpty()).isEqualTo(permitted);
  }

  @Test
  void refusesEveryNamespaceWithoutSpec() {
    AwsAccount account = account("{all: true}");
    account.setSpec(null);

    assertThat(NamespacePermission.refusal(account, "shop", LABELS)).isPresent();
  }

  @Test
  void namesTheLineToAddAndNoOtherNamespace() {
    ReadyState refusal = refusal("{names: [payroll]}", LABELS).orElseThrow();

    assertThat(refusal).isInstanceOf(ReadyState.Stalled.class);
    assertThat(refusal.reason()).isEqualTo(Reason.NotAllowed);
    assertThat(refusal.message())
        .contains(
            "AwsAccount build", "spec.namespaces.names", "- shop", "until the object is deleted")
        .doesNotContain("payroll");
  }

  @Test
  void waitsForLabelsOfNewNamespace() {
    String selector = "{selector: {matchLabels: {tier: prod}}}";

    assertThat(refusal(selector, new NamespaceLabels.NotRead()))
        .get()
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(refusal("{names: [shop]}", new NamespaceLabels.NotRead())).isEmpty();
  }

  @Test
  void refusesSelectorOfRestrictedOperator() {
    NamespaceLabels notReadable = new NamespaceLabels.NotReadable();

    assertThat(refusal("{selector: {matchLabels: {tier: prod}}}", notReadable))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal.message()).contains("watches only some namespaces", "- shop"));
    assertThat(refusal("{all: true}", notReadable)).isEmpty();
  }

  private static Optional<ReadyState> refusal(String namespaces, NamespaceLabels labels) {
    return NamespacePermission.refusal(account(namespaces), "shop", labels);
  }

  private static AwsAccount account(String namespaces) {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("build").build());
    account.setSpec(Manifests.read("namespaces: " + namespaces, AwsAccountSpec.class));
    return account;
  }
}
