package org.example;

public enum Mode {
    FAST,
    SAFE,
    DEBUG
}
