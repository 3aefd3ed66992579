// SQLStore
