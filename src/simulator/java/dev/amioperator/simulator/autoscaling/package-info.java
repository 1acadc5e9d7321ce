/** Describe actions of Auto Scaling: the groups that launch images. */
package dev.amioperator.simulator.autoscaling;
