print("evolv")
