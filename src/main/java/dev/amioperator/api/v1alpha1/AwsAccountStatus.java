package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Identity of an {@link AwsAccount}, as reported by STS. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AwsAccountStatus(
    @JsonPropertyDescription("The spec generation that this status reflects.")
        @Min(0) @Max(Api.MAX_LONG) Long observedGeneration,
    @JsonPropertyDescription(
            "The account id by STS GetCallerIdentity. Pinned: once known it does not change.")
        @Size(max = 12) String accountId,
    @JsonPropertyDescription(
            "The user or role that EC2 is called as, by STS GetCallerIdentity; an assumed role"
                + " without the name of its session.")
        @Size(max = 600) String principal,
    @JsonPropertyDescription("Ready always; Reconciling and Stalled only while True.")
        @Size(max = 8) List<Condition> conditions)
    implements ConditionedStatus {}
