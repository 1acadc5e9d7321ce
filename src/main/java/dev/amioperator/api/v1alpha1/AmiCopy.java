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

/** Copies of an image in other regions. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("amicopies")
@ShortNames("amicopy")
@Categories("amis")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".status.sourceImageId")
@AdditionalPrinterColumn(name = "Copies", jsonPath = ".status.copies")
@AdditionalPrinterColumn(name = "Ready", jsonPath = Api.READY_STATUS)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Api.READY_REASON, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = Api.CREATED, type = Type.DATE)
@ValidationRule(value = Api.SHORT_NAME_RULE, message = Api.SHORT_NAME_MESSAGE)
public final class AmiCopy extends CustomResource<AmiCopySpec, AmiCopyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Default(Api.UNOBSERVED)
  public AmiCopyStatus getStatus() {
    return super.getStatus();
  }
}
