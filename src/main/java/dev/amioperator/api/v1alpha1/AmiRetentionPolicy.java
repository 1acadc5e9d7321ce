package dev.amioperator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Retention of AMIs: which are kept, and when the others are deregistered. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("amiretentionpolicies")
@ShortNames("amirp")
@Categories("amis")
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode")
@AdditionalPrinterColumn(name = "Images", jsonPath = ".status.plan.images", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Objects", jsonPath = ".status.plan.objects", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Retire", jsonPath = ".status.plan.retire", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Blocked", jsonPath = ".status.plan.blocked", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Reclaimable",
    jsonPath = ".status.plan.reclaimable",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Progress",
    jsonPath = ".status.progress.percent",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Api.READY_STATUS)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Api.READY_REASON, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = Api.CREATED, type = Type.DATE)
@ValidationRule(value = Api.SHORT_NAME_RULE, message = Api.SHORT_NAME_MESSAGE)
public final class AmiRetentionPolicy
    extends CustomResource<AmiRetentionPolicySpec, AmiRetentionPolicyStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Default(Api.UNOBSERVED)
  public AmiRetentionPolicyStatus getStatus() {
    return super.getStatus();
  }
}
