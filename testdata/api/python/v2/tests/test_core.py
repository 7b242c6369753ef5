def test_fetch():
    assert 1
