/**
 * Decides which images an AmiRetentionPolicy retires, and retires them. {@link
 * dev.amioperator.retention.AmiRetentionPolicyReconciler} checks the preconditions, PolicyEvaluator
 * evaluates the policy: FactsGatherer reads EC2 (the usage of images in the parts that UsageReads
 * plans), RetentionDecisions and RuleChain decide about each image with a named reason, and
 * RetiringImagePlanner plans the deletion of images that are due. The package may depend on
 * account, deletion, usage, reconcile and observer, but on no other kind.
 */
package dev.amioperator.retention;
