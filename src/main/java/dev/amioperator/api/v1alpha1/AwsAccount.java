package dev.amioperator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** AWS account, and what objects that name it may do there. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("awsaccounts")
@ShortNames("awsacct")
@Categories("amis")
@AdditionalPrinterColumn(name = "Account", jsonPath = ".status.accountId")
@AdditionalPrinterColumn(name = "Ready", jsonPath = Api.READY_STATUS)
@AdditionalPrinterColumn(name = "Principal", jsonPath = ".status.principal", priority = 1)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Api.READY_REASON, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = Api.CREATED, type = Type.DATE)
@ValidationRule(value = Api.SHORT_NAME_RULE, message = Api.SHORT_NAME_MESSAGE)
public final class AwsAccount extends CustomResource<AwsAccountSpec, AwsAccountStatus> {
  private static final long serialVersionUID = 1L;

  @Override
  @Default(Api.UNOBSERVED)
  public AwsAccountStatus getStatus() {
    return super.getStatus();
  }
}
