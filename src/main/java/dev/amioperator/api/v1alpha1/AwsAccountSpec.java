package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** Credentials and regions of an AWS account, and who may do what in it. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "has(self.roleArn) || !has(self.externalId) && !has(self.sessionName) && !has(self.sessionDuration)",
    message =
        "externalId, sessionName and sessionDuration apply to a roleArn; set roleArn, or remove them")
@ValidationRule(
    value =
        "!has(self.sessionDuration) || self.sessionDuration == '1h' || self.sessionDuration.matches('^(1[5-9]|[2-5][0-9]|60)m$')",
    message = "sessionDuration: from 15m to 1h, the limit of a role that another role assumes")
public record AwsAccountSpec(
    @JsonPropertyDescription(
            "The role that the operator assumes with its own credentials. Absent: its own credentials"
                + " are used.")
        @Pattern(Api.ROLE_ARN) @Size(max = 600) String roleArn,
    @JsonPropertyDescription(
            "The external id that the role's trust policy requires (sts:ExternalId). Default:"
                + " <cluster id>/<name of this AwsAccount>. No secret: it proves which AwsAccount of"
                + " which cluster asks.")
        @Pattern("^[A-Za-z0-9_+=,.@:/-]+$") @Size(min = 2, max = 1224) String externalId,
    @JsonPropertyDescription("The session's name in CloudTrail. Default: ami-operator.")
        @Pattern("^[A-Za-z0-9_+=,.@-]+$") @Size(min = 2, max = 64) String sessionName,
    @JsonPropertyDescription(
            "How long the role's credentials are valid, from 15m to 1h (default). They are renewed"
                + " before they end.")
        @Pattern(Api.DURATION) @Size(max = 6) String sessionDuration,
    @JsonPropertyDescription(
            "The regions that objects may use. Absent: all that the credentials can reach.")
        @Size(min = 1, max = 64) List<@Pattern(Api.REGION) @Size(max = 32) String> regions,
    @JsonPropertyDescription(
            "The namespaces whose objects may use this account. Objects of other namespaces are only"
                + " cleaned up.")
        @Required
        NamespacesSpec namespaces,
    @JsonPropertyDescription(
            "The AwsAccounts in which resources may use images of this account, by name. An image is"
                + " deregistered only if nothing in them uses it either; while one of them cannot be"
                + " read, none is.")
        @Size(min = 1, max = 20) List<@Pattern(Api.OBJECT_NAME) @Size(max = 63) String> consumers,
    @JsonPropertyDescription(
            "Whether policies create EC2 usage reports of images that are shared outside this account,"
                + " before they disable or deregister them. A report tells which other accounts use the"
                + " image; while there is no recent one, the image is kept. The role needs the feature"
                + " usage-reports. Default: false.")
        Boolean usageReports,
    @JsonPropertyDescription("Quotas of the AWS account that objects keep to.") QuotasSpec quotas,
    @JsonPropertyDescription("Limits on what all objects together do in the AWS account.")
        AccountLimitsSpec limits,
    @JsonPropertyDescription(
            "What objects may reach besides what objects of their own namespace created; everything"
                + " else is denied.")
        AllowSpec allow) {}
