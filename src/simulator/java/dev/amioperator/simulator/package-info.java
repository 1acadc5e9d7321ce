/**
 * Simulated AWS for machine images, in process and over the wire. State is in {@code state}, EC2
 * actions are in {@code ec2}.
 */
package dev.amioperator.simulator;
